package io.github.lanewise.network.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The writing of a model file, in a flight recording. */
@Name("io.github.lanewise.ModelSave")
@Label("Model Save")
@Description("A model file was written")
public final class ModelSaveEvent extends ModelFileEvent {}
