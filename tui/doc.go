// Package tui shows a case on a terminal.
//
// One model talks to Bubble Tea: the app. It owns a stack of screens, an overlay (help or a menu) and the frame around
// them, and is the host of package screen. A screen is a plain struct. Its Update answers with an action, which the app
// applies at once, and with a command for work that takes time; its Draw paints an area of a canvas and changes
// nothing.
//
// What holds everywhere:
//
//   - Neither Update nor Draw waits, reads a file or asks the clock. What takes time is a task of package task: it
//     reads only what it was given, only its newest run counts, and its result comes back as a message.
//   - The screens of a case share a workspace: the measured users, the rules in force and what they say. It is changed
//     in the event loop alone.
//   - Keys are commands of one table, which the footer, the help and the command list read too.
//   - A frame is written with the pens of package term, which make all text harmless: Pen.Data shows exactly what came
//     from outside, Pen.Own is for the program's own words. An area drops what does not fit, so every size of terminal
//     takes the same path.
//   - Colour repeats what a glyph or a word says. Themes use the terminal's own sixteen colours and paint no
//     background.
package tui
