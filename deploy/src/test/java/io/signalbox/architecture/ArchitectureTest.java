package io.signalbox.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;

/** Who may know whom. The table of the design, as tests; none may be frozen or excepted without a line here that says why. */
@AnalyzeClasses(packages = "io.signalbox", importOptions = ProductClasses.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule modulesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core")
            .definedBy(resideOutsideOfPackages(
                    "io.signalbox.billing..",
                    "io.signalbox.api..",
                    "io.signalbox.web..",
                    "io.signalbox.migrations..",
                    "io.signalbox.launch..",
                    "io.signalbox.sandbox.."))
            .layer("billing")
            .definedBy("io.signalbox.billing..")
            .layer("api")
            .definedBy("io.signalbox.api..")
            .layer("web")
            .definedBy("io.signalbox.web..")
            .layer("deploy")
            .definedBy("io.signalbox.launch..", "io.signalbox.sandbox..")
            .whereLayer("deploy")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("billing")
            .mayOnlyBeAccessedByLayers("api", "web", "deploy")
            .whereLayer("core")
            .mayOnlyBeAccessedByLayers("billing", "api", "web", "deploy");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.signalbox.(**)").should().beFreeOfCycles();

    /** Everybody else may hand a transaction on, which is what naming {@link SqlClient} allows, but not speak to it. */
    @ArchTest
    static final ArchRule onlyStoresSpeakSql = noClasses()
            .that(resideOutsideOfPackages(
                            "..db..", "..postgres..", "io.signalbox.migrations..", "io.signalbox.launch..")
                    .and(not(nameMatching(".*Store(\\$.*)?"))))
            .should(dependOnClassesThat(resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
                    .and(not(type(SqlClient.class)))))
            .orShould()
            .callMethodWhere(Calls.to(SqlClient.class));

    @ArchTest
    static final ArchRule storesAreBoundToATenant = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Store")
            .should(new TenantFirst());

    @ArchTest
    static final ArchRule onlyTheEdgeServesHttp = noClasses()
            .that(resideOutsideOfPackages(
                    "io.signalbox.api..", "io.signalbox.web..", "io.signalbox.launch..", "io.signalbox.sandbox.."))
            .should(dependOnClassesThat(resideInAPackage("io.vertx.ext.web..")
                    .or(nameMatching("io\\.vertx\\.core\\.http\\.HttpServer.*"))));

    /** They may name the values a request head is made of, and nothing that acts. */
    @ArchTest
    static final ArchRule dialectsArePure = noClasses()
            .that()
            .resideInAPackage("io.signalbox.dialect..")
            .should(dependOnClassesThat(type(Vertx.class)
                    .or(type(Future.class))
                    .or(nameMatching("io\\.vertx\\.core\\.(net|http\\.(Http(Client|Server)|WebSocket)).*"))));

    @ArchTest
    static final ArchRule moneyKnowsOnlyTheJdk = classes()
            .that()
            .resideInAPackage("io.signalbox.money..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.signalbox.money..", "org.jspecify..");

    @ArchTest
    static final ArchRule moneyIsNeverFloating = noClasses()
            .that()
            .resideInAnyPackage("io.signalbox.money..", "io.signalbox.billing..")
            .should(dependOnClassesThat(nameMatching("(java\\.lang\\.)?(float|double|Float|Double)(\\[])*")));

    @ArchTest
    static final ArchRule onlyTheLauncherKnowsTheCluster = noClasses()
            .that(resideOutsideOfPackages("io.signalbox.launch.."))
            .should(dependOnClassesThat(
                    resideInAnyPackage("com.hazelcast..", "io.vertx.core.shareddata..", "io.vertx.spi.cluster..")));
}
