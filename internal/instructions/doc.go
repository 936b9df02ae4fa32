// Package instructions holds by a test how many instructions of the processor the hot paths take. A time would depend
// on the machine and on what else it does; this hardly does.
package instructions
