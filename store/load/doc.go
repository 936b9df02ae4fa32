// Package load reads log files into a case.
//
// Three goroutines work side by side: one reads, decompresses and cuts the input into blocks of whole lines; one turns
// lines into events and numbers their texts; one writes runs of them to the case. Every line becomes exactly one event
// or one reject, or is blank.
package load
