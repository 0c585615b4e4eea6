package io.signalbox.dialect;

import java.util.Set;

/** One case of the contract, and what it shows. */
public interface ContractCase {

    String name();

    Set<Aspect> aspects();
}
