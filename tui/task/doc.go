// Package task is work outside the event loop: a Task of which only the newest run counts, and a Job, which tells how
// far it is and keeps its result.
package task
