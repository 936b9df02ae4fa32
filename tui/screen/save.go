package screen

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"spoor/internal/clean"
	"spoor/internal/wholefile"
	"spoor/tui/term"
)

// Save writes a file that a person has named, and then does what follows. A file that exists already is replaced
// only if the person says so, and one that can't be written is asked for again. write runs outside the event loop and
// may read only what does not change.
func Save(name string, ask func(name string) *Ask, write func(io.Writer) error, then func(path string) Action) Action {
	return Lasting(func(ctx context.Context) Action {
		path, err := Expand(name)
		if err != nil {
			return AskAgain(ask(name), err.Error())
		}
		again := func(err error) Action { return AskAgain(ask(name), unwrittenWords(path, err)) }
		switch err = wholefile.Create(path, whileOpened(ctx, write)); {
		case errors.Is(err, fs.ErrExist):
			return Cover(newReplaceMenu(path, again, write, then))
		case err != nil:
			return again(err)
		}
		return then(path)
	})
}

// unwrittenWords say why a file could not be written, in the words of whoever has named it.
func unwrittenWords(path string, err error) string {
	const nothing = "; nothing was written"
	first, _, _ := strings.Cut(err.Error(), "\n")
	var of *fs.PathError
	directory := filepath.Dir(path)
	switch own := errors.As(err, &of) && filepath.Dir(of.Path) == directory; {
	case errors.Is(err, errLeft):
		return err.Error()
	case own && errors.Is(err, fs.ErrNotExist):
		return "there is no directory " + directory + nothing
	case own && errors.Is(err, fs.ErrPermission):
		return "you may not write to " + directory + nothing
	case own:
		return of.Err.Error() + nothing
	}
	return first + nothing
}

// whileOpened is write as long as the screens are open.
func whileOpened(ctx context.Context, write func(io.Writer) error) func(io.Writer) error {
	return func(to io.Writer) error { return write(followRunner{ctx, to}) }
}

// newReplaceMenu asks before a file is replaced.
func newReplaceMenu(path string, again func(error) Action, write func(io.Writer) error,
	then func(path string) Action) *Menu {
	return NewMenu(clean.Text(path)+" already exists", []Item{
		{Label: "keep it", Detail: "nothing is written", Act: Say(term.Plain, "nothing was written")},
		{Label: "replace it", Detail: "what is in it now is lost", Act: Lasting(func(ctx context.Context) Action {
			if err := wholefile.Replace(path, whileOpened(ctx, write)); err != nil {
				return again(err)
			}
			return then(path)
		})},
	})
}

// errLeft is what a file that is being written ends with when the screens are left.
var errLeft = errors.New("not written to its end: the program was told to stop")

// followRunner is a writer that fails once the screens are to end, so that nobody waits for a long export.
type followRunner struct {
	ctx context.Context
	to  io.Writer
}

// Write writes as long as the screens are open.
func (w followRunner) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, errLeft
	}
	return w.to.Write(p)
}
