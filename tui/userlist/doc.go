// Package userlist says which users a list shows, and in which order: the language of filters, the orders, and the
// users of one item or address. It works on what the rules say of the users and never changes it, so that lists are
// made outside the event loop.
package userlist
