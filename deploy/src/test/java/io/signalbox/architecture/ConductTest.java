package io.signalbox.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.util.Random;

/** What no class may do, wherever it lives, apart from the few whose business it is. */
@AnalyzeClasses(packages = "io.signalbox", importOptions = ProductClasses.class)
class ConductTest {

    private static final String EDGE = "io.signalbox.launch..";

    @ArchTest
    static final ArchRule onlyTheEdgeLooksAtClockEnvironmentAndChance = noClasses()
            .that(resideOutsideOfPackages(EDGE, "io.signalbox.config..", "io.signalbox.postgres.."))
            .should()
            .callMethodWhere(
                    Calls.named(
                            "java\\.time\\.(Instant|LocalDate|LocalDateTime|LocalTime|ZonedDateTime|OffsetDateTime"
                                    + "|YearMonth|Year)\\.now|java\\.time\\.(Clock|InstantSource)\\.system.*"
                                    + "|java\\.lang\\.System\\.(currentTimeMillis|getenv)|java\\.lang\\.Math\\.random"
                                    + "|java\\.util\\.UUID\\.randomUUID|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"))
            .orShould()
            .callConstructorWhere(Calls.constructing(SecureRandom.class))
            .orShould()
            .callConstructorWhere(Calls.constructing(Random.class))
            .orShould()
            .callConstructorWhere(Calls.constructing(java.util.Date.class));

    /** Only what is named {@code …Blocking} may wait, and what has threads of its own: launcher, embedded database, journal. */
    @ArchTest
    static final ArchRule nothingBlocksAnEventLoop = noClasses()
            .that(resideOutsideOfPackages(EDGE, "io.signalbox.postgres..", "io.signalbox.billing.journal.."))
            .should()
            .callMethodWhere(Calls.named("io\\.vertx\\.core\\.Future\\.await|java\\.lang\\.Thread\\.(sleep|join)"
                            + "|java\\.util\\.concurrent\\.(Future|CompletableFuture|ForkJoinTask)\\.(get|join)"
                            + "|java\\.util\\.concurrent\\.CompletionStage\\.toCompletableFuture"
                            + "|java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier)\\.await"
                            + "|java\\.util\\.concurrent\\.Semaphore\\.acquire.*|java\\.lang\\.Object\\.wait")
                    .and(not(Calls.fromBlockingCode())));

    @ArchTest
    static final ArchRule blockingCodeRunsOnWorkers = noClasses()
            .that(resideOutsideOfPackages(EDGE, "io.signalbox.postgres.."))
            .should()
            .callMethodWhere(Calls.named("io\\.signalbox\\..*Blocking").and(not(Calls.fromBlockingCode())));

    /** And the proof of the budgets, which starts nodes in order to kill them. */
    @ArchTest
    static final ArchRule onlyTheEmbeddedDatabaseRunsPrograms = noClasses()
            .that(resideOutsideOfPackages("io.signalbox.postgres..", "io.signalbox.launch.prove.."))
            .should(dependOnClassesThat(nameMatching("java\\.lang\\.ProcessBuilder(\\$.*)?")))
            .orShould()
            .callMethodWhere(Calls.named("java\\.lang\\.Runtime\\.exec"));

    @ArchTest
    static final ArchRule nothingDeserialisesJavaObjects = noClasses()
            .should(dependOnClassesThat(nameMatching(
                    "java\\.io\\.(ObjectInputStream|ObjectInput|Externalizable)|java\\.beans\\.XMLDecoder")));

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*[.$](\\w*(Impl|Utils?|Helper|Manager)|(Abstract|Base|Default)[A-Z]\\w*)");

    @ArchTest
    static final ArchRule nothingPrintsPastTheLog = noClasses()
            .should()
            .accessFieldWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "System.out or System.err",
                    access -> access.getTarget().getFullName().matches("java\\.lang\\.System\\.(out|err)")));

    @ArchTest
    static final ArchRule nothingMocks = noClasses().should(dependOnClassesThat(nameMatching("org\\.mockito\\..*")));
}
