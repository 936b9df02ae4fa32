// Package web is what the requests of a web site mean: what a site description or the log itself makes of a target,
// which agents are robots, and what events are reduced to before anybody measures them. It is pure.
package web
