// Package model is what a case is made of, whatever keeps it: texts by their numbers, what the site description makes
// of requests, the clients, the track of a user, and what is counted while users go by (pivots, timeline, overview).
//
// It is given texts and events, and knows no database. Package store reads them out of a case file, package server has
// an engine tell them; what both say of the same events is the same, since it is written here once.
package model
