package io.signalbox.web.page;

import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Turns a template and its view record into HTML, always escaped. Templates see two variables: {@code page} (the frame around) and
 * {@code view}. Holds no request state; safe on any thread; renders on the caller's, in well under a millisecond once warm.
 */
public final class PageRenderer {

    private final TemplateEngine engine = new TemplateEngine();

    public PageRenderer() {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(PageRenderer.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        engine.setTemplateResolver(resolver);
        engine.setDialect(new EscapedDialect());
    }

    /** Renders {@code templates/<template>.html}; fails when the template is missing or names what the view lacks. */
    public String render(String template, PageFrame page, Record view) {
        return engine.process(template, new Context(Locale.ENGLISH, Map.of("page", page, "view", view)));
    }
}
