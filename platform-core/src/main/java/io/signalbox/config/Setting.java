package io.signalbox.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents one key of the configuration and gives its default; the key itself is the component's name in kebab case. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** What the key means, with its unit and bounds, as the reference prints it. */
    String value();

    /** The default as one would write it in the file; empty means none for {@code Optional} and {@code List} components. */
    String fallback() default "";
}
