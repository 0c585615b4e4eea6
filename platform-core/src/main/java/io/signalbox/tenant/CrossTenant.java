package io.signalbox.tenant;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a store method that rightly works over all tenants, and says why. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface CrossTenant {

    /** Why this method is not bound to one tenant. */
    String value();
}
