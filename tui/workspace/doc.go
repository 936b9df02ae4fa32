// Package workspace is what all screens of a case share: the users as they were measured, the rules in force and what
// they say, the verdicts, whom users are compared with, and what has been read of the events.
//
// It is changed in the event loop alone. What takes time is a task that is given what it reads; its result comes back
// to Update, which answers with what the screens must be told of: Replaced where other users are under them, and
// Changed.
package workspace
