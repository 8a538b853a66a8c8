package io.github.lanewise.network.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The reading of a model file, in a flight recording. */
@Name("io.github.lanewise.ModelLoad")
@Label("Model Load")
@Description("A model file was read")
public final class ModelLoadEvent extends ModelFileEvent {}
