/** JMH benchmarks and studies that take long; never published. */
@org.jspecify.annotations.NullMarked
package esrp.benchmarks;
