package io.signalbox.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import java.util.List;

/** A store's method names its tenant first, or says why it is about all of them. */
final class TenantFirst extends ArchCondition<JavaMethod> {

    TenantFirst() {
        super("take TenantId first or carry @CrossTenant with a reason");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
        List<JavaClass> parameters = method.getRawParameterTypes();
        boolean bound = !parameters.isEmpty() && parameters.get(0).isEquivalentTo(TenantId.class);
        boolean excused = method.tryGetAnnotationOfType(CrossTenant.class)
                .filter(annotation -> !annotation.value().isBlank())
                .isPresent();
        events.add(new SimpleConditionEvent(
                method, bound || excused, method.getFullName() + " has no TenantId first and no @CrossTenant"));
    }
}
