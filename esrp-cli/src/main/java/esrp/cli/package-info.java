/**
 * The {@code esrp} command: {@link esrp.cli.Esrp} and its subcommands, each a few lines over the library.
 */
@NullMarked
package esrp.cli;

import org.jspecify.annotations.NullMarked;
