// Package screen is what a screen is, what it may ask of whoever shows it, and the boxes that lie over screens: menus,
// questions, notes, texts to read. What leaves the screens goes through it too: copying and writing files.
//
// A screen knows no other screen and no app. Its Update answers with an Action, which the Host applies at once, and
// with a command for work that takes time.
package screen
