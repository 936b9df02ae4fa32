// Package predicate is the language in which rules of one's own say which events they take: status == 404 && hour < 6.
// An expression is checked whole before it looks at any event: its names, its types, that it can be true and can be
// false. It always ends, and looks at nothing but the event.
//
// Most of an expression looks at one part of an event alone, such as the request. [Tables] answers that once for each
// request, not for each event.
package predicate
