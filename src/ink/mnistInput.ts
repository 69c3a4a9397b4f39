// The size of the inputs that both pipelines make: 28 x 28, as in MNIST. Only code that is written
// for drawings of this size may use it. Other code asks the pipeline, the data set or the model.

/** Side in pixels. */
export const INPUT_SIDE = 28;
/** Bytes of one input: 784. */
export const INPUT_LENGTH = INPUT_SIDE * INPUT_SIDE;
