package io.signalbox.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.regex.Pattern;

/** Calls by what they call. */
final class Calls {

    private Calls() {}

    static DescribedPredicate<JavaMethodCall> to(Class<?> owner) {
        return DescribedPredicate.describe(
                "a call to " + owner.getName(), call -> call.getTargetOwner().isEquivalentTo(owner));
    }

    /** Methods by {@code owner.name}. */
    static DescribedPredicate<JavaMethodCall> named(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return DescribedPredicate.describe("a call to " + regex, call -> matches(call, pattern));
    }

    static DescribedPredicate<JavaConstructorCall> constructing(Class<?> made) {
        return DescribedPredicate.describe(
                "making a " + made.getName(), call -> call.getTargetOwner().isEquivalentTo(made));
    }

    /** From a method named {@code …Blocking}, or from one that hands work to a worker thread. */
    static DescribedPredicate<JavaMethodCall> fromBlockingCode() {
        return DescribedPredicate.describe(
                "from blocking code",
                call -> call.getOrigin().getName().endsWith("Blocking")
                        || call.getOrigin().getMethodCallsFromSelf().stream()
                                .anyMatch(other -> other.getName().equals("executeBlocking")));
    }

    private static boolean matches(JavaCall<?> call, Pattern pattern) {
        return pattern.matcher(call.getTargetOwner().getName() + "." + call.getName())
                .matches();
    }
}
