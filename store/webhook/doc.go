// Package webhook receives behaviour events over HTTP into a case.
//
// A request is checked in the order in which a check costs more: what it is, how long it is, who sent it, how often.
// What passes is put into a queue, from which groups are committed; the answer says "stored" only when the commit is
// on disk.
package webhook
