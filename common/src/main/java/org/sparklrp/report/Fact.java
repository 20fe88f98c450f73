package org.sparklrp.report;

/**
 * One thing that is known, by its name.
 *
 * @param name what it is
 * @param value what it comes to, ready to be read
 */
public record Fact(String name, String value) {}
