package io.signalbox.web.page;

import java.util.LinkedHashSet;
import java.util.Set;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.processor.StandardInlineEnablementTemplateBoundariesProcessor;
import org.thymeleaf.standard.processor.StandardInlineHTMLTagProcessor;
import org.thymeleaf.standard.processor.StandardUtextTagProcessor;

/** Thymeleaf's standard dialect without its ways to write unescaped text: {@code th:utext} and inlined expressions do nothing. */
final class EscapedDialect extends StandardDialect {

    @Override
    public Set<IProcessor> getProcessors(String dialectPrefix) {
        Set<IProcessor> processors = new LinkedHashSet<>(super.getProcessors(dialectPrefix));
        processors.removeIf(EscapedDialect::writesRaw);
        return processors;
    }

    private static boolean writesRaw(IProcessor processor) {
        return processor instanceof StandardUtextTagProcessor
                || processor instanceof StandardInlineHTMLTagProcessor
                || processor instanceof StandardInlineEnablementTemplateBoundariesProcessor;
    }
}
