package clickhouse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"spoor/store"
)

// Error is an error that the server reports.
type Error struct {
	Code string
	Text string // in one line
}

func (e *Error) Error() string { return e.Text }

// Is reports, for store.ErrAway, whether the server may take later what it does not now.
func (e *Error) Is(err error) bool { return err == store.ErrAway && passing[e.Code] }

// passing are the codes of errors that pass: a server, a shard or a Keeper is not there, is busy, or has no room.
var passing = map[string]bool{
	"159": true, "198": true, "201": true, "202": true, "209": true, "210": true, "236": true, "241": true, "242": true,
	"243": true, "252": true, "279": true, "319": true, "425": true, "439": true, "745": true, "999": true,
}

// away is the error of a server that does not answer, or breaks an answer off.
type away struct{ error }

func (a away) Unwrap() error { return a.error }

// Is is true of store.ErrAway.
func (a away) Is(err error) bool { return err == store.ErrAway }

// maxAnswer is how much of the text of an error is read.
const maxAnswer = 64 << 10

// hints say by the code of an error what to try.
var hints = map[string]string{
	"16":  hintColumns,
	"46":  hintVersion,
	"47":  hintColumns,
	"53":  hintColumns,
	"60":  hintInit,
	"81":  hintInit,
	"115": hintVersion,
	"158": hintLimit,
	"159": "the user may not ask for as long as that; raise max_execution_time, or measure in parts: spoor measure " +
		"--part 1/10",
	"164": "the user may only read; where it is about a setting, readonly = 2 allows to read with settings, and " +
		"readonly = 1 does not",
	"192": hintPassword,
	"194": hintPassword,
	"198": hintShard,
	"201": "the user has a quota; try again when it begins anew",
	"202": hintLess,
	"209": hintShard,
	"210": hintShard,
	"218": hintInit,
	"241": "give the server more memory, or have it do less at a time: spoor measure --part 1/10",
	"242": hintKeeper,
	"243": "make room on the disk of that server and run it again; nothing will be there twice",
	"252": "the server can't keep up with what is written; wait a little and run it again; nothing will be there twice",
	"277": hintLimit,
	"279": hintShard,
	"307": hintLimit,
	"396": hintLimit,
	"394": "somebody has ended the query on the server; try again",
	"439": hintLess,
	"452": "a constraint on the user's settings forbids one that spoor needs; allow it, or take another user",
	"469": "an event is more than a day ahead of the clock of the server, or has no user; are both clocks right?",
	"497": "GRANT the user what it names",
	"516": hintPassword,
	"565": hintLimit,
	"745": hintLess,
	"999": hintKeeper,
}

const (
	hintColumns  = "was the table changed while it was read? Open the case again"
	hintInit     = "is it the right database? spoor init --db makes the tables"
	hintKeeper   = "the tables with copies take nothing while their Keeper can't be reached; try again when it is there"
	hintLess     = "try again when less is asked of the server"
	hintLimit    = "a limit of the user is in the way; raise it, or take another user"
	hintPassword = "the password is taken from " + PasswordVariable + " or --db-password-file"
	hintShard    = "a server of the cluster can't be reached, or spoor init was not run on it; try again when it is there"
	hintVersion  = "spoor needs ClickHouse 22.2 or later, and has been tried with 26.7"
)

// hint says what to try, where that is known.
func hint(code, text string) string {
	if say := hints[code]; say != "" {
		return text + "; " + say
	}
	return text
}

// lastRead keeps the last of what is read from a body, where the server says why an answer ends before its time.
type lastRead struct {
	from io.Reader
	last []byte
}

func (l *lastRead) Read(to []byte) (n int, err error) {
	n, err = l.from.Read(to)
	if l.last = append(l.last, to[max(n-maxSaid, 0):n]...); len(l.last) > 4*maxSaid {
		l.last = append(l.last[:0], l.last[len(l.last)-maxSaid:]...)
	}
	return n, err
}

// maxSaid is how long what is said at the end of an answer may be.
const maxSaid = 16 << 10

// failed is the error of an answer that can't be read: what the server says at its end, or that it broke off.
func (c *client) failed(answer *http.Response, last *lastRead, err error) error {
	_, _ = io.CopyN(io.Discard, last, maxAnswer)
	tag := answer.Header.Get("X-ClickHouse-Exception-Tag")
	_, said, found := bytes.Cut(last.last, []byte("__exception__\r\n"+tag+"\r\n"))
	if at := atTheEnd.FindAllIndex(last.last, -1); tag == "" && at != nil { // as servers of before 2025 do it
		said, found = last.last[at[len(at)-1][0]:], true
	}
	if !found {
		return c.broken(err)
	}
	said, _, _ = bytes.Cut(said, []byte("__exception__"))
	text := oneLine(said)
	if at := strings.LastIndex(text, ")"); at >= 0 { // behind it is how long it is
		text = text[:at+1]
	}
	code := codeIn(text)
	return fmt.Errorf("%s: the answer broke off, so nothing of it counts: %w", c.place.Shown,
		&Error{code, hint(code, text)})
}

// atTheEnd is how an error begins that is told behind a part of an answer.
var atTheEnd = regexp.MustCompile(`Code: \d+[.,] (e\.displayText\(\) = )?DB::[A-Za-z]*Exception`)

// broken is the error of an answer that broke off.
func (c *client) broken(err error) error {
	say := "try again"
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case isSilence(err):
		say = hintSilence
	case errors.Is(err, errFormat): // which does not pass
		return fmt.Errorf("%s: the answer can't be read, so nothing of it counts: %w; does a profile of the user change "+
			"how answers are written, as by output_format_native_…?", c.place.Shown, err)
	}
	return away{fmt.Errorf("%s: the answer broke off, so nothing of it counts: %w; %s", c.place.Shown, err, say)}
}

// done reads the answer of what is not answered: nothing. Servers of before 2023 tell an error there when they have
// begun to answer already.
func (c *client) done(answer *http.Response) error {
	body, release, err := unpacked(answer)
	if err != nil {
		return c.broken(err)
	}
	defer release()
	said, err := io.ReadAll(io.LimitReader(body, maxAnswer))
	if err != nil {
		return c.broken(err)
	}
	if text := oneLine(said); exception.MatchString(text) {
		return c.told(answer, text)
	}
	_, err = io.Copy(io.Discard, body)
	return c.broken(err)
}
