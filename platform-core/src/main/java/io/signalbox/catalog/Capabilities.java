package io.signalbox.catalog;

/** What a model can do; the planner's hard filters read it. */
public record Capabilities(boolean tools, boolean jsonSchema, boolean vision, boolean reasoning) {}
