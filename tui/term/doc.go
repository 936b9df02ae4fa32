// Package term is the toolkit under the screens: a canvas and the pens that write on it, themes, grids, charts,
// prompts, how numbers and times are written, and the table of keys.
//
// A frame is a Canvas. A screen draws into an Area of it, line by line, each with a Pen. Nothing reaches a frame but
// through a pen, and a pen writes nothing that a terminal would obey or that cannot be seen: Pen.Own writes the
// program's own words, whose glyphs have forms in ASCII, Pen.Data what came from outside, character by character.
// Whatever falls outside of its area is dropped, so every size of terminal takes the same path.
//
// Widths and heights are cells and lines of the terminal, shares go from 0 to 1, times are UTC milliseconds until a
// Clock writes them. The package draws what it is given: it knows no case, reads no file and asks no clock.
package term
