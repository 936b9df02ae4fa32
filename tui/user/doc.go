// Package user is the screens of one user: why it is judged so, its sessions, items, addresses, hours, peers and notes,
// and each session event by event with what it proves.
package user
