/** Models of LangChain4j. */
@NullMarked
@CheckReturnValue
package esrp.langchain4j;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
