package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// Queryable is a case that can be asked in SQL, and only read by that.
type Queryable interface {
	Query(ctx context.Context, query string, limits store.QueryLimits) (*store.QueryResult, error)
	QueryTables(ctx context.Context) ([]store.QueryTable, error)
}

// noQueries is what is said of a case that is on a server.
const noQueries = "this case can't be asked in SQL here; ask the server that keeps it"

// query is the screen where the case is asked in SQL: a line to type, and what was found below it.
type query struct {
	work *workspace.Workspace
	of   Queryable
	find.Prompt
	tables []store.QueryTable
	names  []string // of tables and columns, to complete; nil until they are known
	asked  string   // the query whose result is shown
	found  *queryAnswer
	wrong  string // of the query that was asked last, "" for nothing
	list   term.Grid
	size   screen.BodySize

	asking  task.Task[*queryAnswer]
	reading task.Task[[]store.QueryTable]
}

// queryAnswer is what a query found, and how long that took.
type queryAnswer struct {
	*store.QueryResult
	table *report.Table
	took  time.Duration
}

// longestQuery is how much of a query may be typed or pasted.
const longestQuery = 8000

func newQuery(w *workspace.Workspace) screen.Screen {
	of, _ := w.Source.(Queryable)
	q := &query{work: w, of: of}
	q.Label, q.Most, q.Past, q.Ends = "sql›", longestQuery, w.Queries, q.identifierEnds
	q.Begin("")
	return q
}

// queryPlace is how links name the screen.
const queryPlace = "sql"

func (q *query) Caption() screen.Caption {
	return screen.Caption{Crumb: "SQL", Link: queryPlace, Position: q.list.Position()}
}

func (q *query) Scopes() []term.Scope {
	if q.Typing() {
		return []term.Scope{term.OnFilter, term.OnAsking, term.OnPrompt}
	}
	return []term.Scope{term.OnQuery, term.OnList}
}

func (q *query) Grid() *term.Grid {
	if q.Typing() || q.found == nil {
		return nil
	}
	return &q.list
}

func (q *query) Pending() bool { return !q.Typing() && q.asking.Running() }

func (q *query) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		q.size = msg
		q.list.Resize(msg.W, msg.H-queryHead)
		return nil, q.learn()
	case task.Result[*queryAnswer]:
		q.arrived(msg)
	case task.Result[[]store.QueryTable]:
		q.learned(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		q.changed(q.Typed(msg))
	case screen.MouseAt:
		at := q.list.Cursor()
		if _, row := q.list.Mouse(msg.MouseMsg, msg.X, msg.Y-queryHead); row && at == q.list.Cursor() && !q.Typing() {
			return q.open(), nil
		}
	case term.Command:
		return q.do(msg)
	}
	return nil, nil
}

func (q *query) do(c term.Command) (screen.Action, tea.Cmd) {
	switch c {
	case term.NextTab, term.PreviousTab:
		q.changed(q.Choose(map[term.Command]int{term.NextTab: 1, term.PreviousTab: -1}[c]))
	case term.Older, term.Newer:
		q.changed(q.Recall(c))
	case term.Accept:
		return nil, q.ask()
	case term.CancelInput, term.Back:
		return q.back(), nil
	case term.OpenQuery:
		q.Begin(q.asked)
	case term.Open:
		return q.open(), nil
	case term.ExportList:
		if q.found != nil {
			table := q.found.table
			return screen.Cover(screen.NewExport("query", func() *report.Table { return table })), nil
		}
	default:
		q.list.Do(c)
	}
	return nil, nil
}

// changed forgets what was wrong once the query is another.
func (q *query) changed(is bool) {
	if is {
		q.wrong = ""
	}
}

// back ends the query that runs, then the typing, and then the screen.
func (q *query) back() screen.Action {
	switch {
	case q.asking.Running():
		q.asking.Stop()
		q.wrong = "stopped"
		q.Begin(q.asked)
	case q.Typing() && q.found != nil:
		q.End()
	default:
		return screen.Pop()
	}
	return nil
}

// ask runs what is typed.
func (q *query) ask() tea.Cmd {
	text := strings.TrimSpace(q.Text())
	if text == "" {
		return nil
	}
	if q.of == nil {
		q.wrong = noQueries
		return nil
	}
	q.work.Queries.Add(text)
	q.asked, q.wrong = text, ""
	q.End()
	of := q.of
	return q.asking.Start(q.work.Ctx, 0, func(ctx context.Context) (*queryAnswer, error) {
		began := time.Now()
		result, err := of.Query(ctx, text, store.UsualQueryLimits)
		if err != nil {
			return nil, err
		}
		return &queryAnswer{result, report.Query(result), time.Since(began)}, nil
	})
}

func (q *query) arrived(msg task.Result[*queryAnswer]) {
	if !q.asking.Accept(msg) {
		return
	}
	if msg.Err != nil {
		q.wrong = msg.Err.Error() + QueryHint(msg.Err, q.asked, q.tables)
		q.Begin(q.asked)
		return
	}
	q.found = msg.Value
	q.list.Columns = (&tableView{Table: q.found.table, most: q.widths()}).columns()
	for i := range q.list.Columns {
		q.list.Columns[i].Rank = i // so that the first stay, and the last can be scrolled to
		q.list.Columns[i].Cell = q.cell(i)
	}
	q.list.Search(nil, "", false)
	q.list.AlwaysTitled = true
	q.list.SetLength(len(q.found.Rows))
	q.list.MoveTo(0)
	q.list.Resize(q.size.W, q.size.H-queryHead)
}

// widest is how wide a column is at most; the rest is cut, and read by v.
const widest = 48

func (q *query) widths() map[string]int {
	most := map[string]int{}
	for _, c := range q.found.table.Columns {
		most[c.Name] = widest
	}
	return most
}

// cell writes a column of what was found: all that it says came from outside.
func (q *query) cell(i int) func(p term.Pen, row int) {
	column := q.found.table.Columns[i]
	return func(p term.Pen, row int) {
		text := column.Text(q.found.table.Rows[row][i])
		if column.Right {
			p.OwnRight(term.Plain, text)
		} else {
			p.Data(term.Plain, text)
		}
	}
}

// open opens the user of the row, if it names one.
func (q *query) open() screen.Action {
	if q.found == nil || q.list.Length() == 0 {
		return nil
	}
	at := slices.IndexFunc(q.found.Columns, func(name string) bool { return strings.EqualFold(name, "user") })
	if at < 0 || q.work.Users == nil || !q.work.Ready() {
		return screen.Say(term.Plain, "enter opens the user of a row that has a column user; v reads the row in full")
	}
	key, _ := q.found.Rows[q.list.Cursor()][at].(string)
	row, ok := q.work.Users.Row(key)
	if !ok {
		return screen.Say(term.Plain, "there is no user "+key+" here")
	}
	return screen.Push(q.work.Screens.User(int32(row), q.walk(at, key)))
}

// walk is the list of those whom a column names, each once, from a user on.
func (q *query) walk(column int, from string) workspace.Walk {
	var keys []string
	var lines []int // where each is named first
	known := map[string]bool{}
	for line, of := range q.found.Rows {
		key, _ := of[column].(string)
		if _, ok := q.work.Users.Row(key); ok && !known[key] {
			known[key] = true
			keys, lines = append(keys, key), append(lines, line)
		}
	}
	return workspace.Walk{
		Len: func() int { return len(keys) },
		Row: func(at int) int32 {
			row, ok := q.work.Users.Row(keys[at])
			if !ok { // in another window
				return -1
			}
			return int32(row)
		},
		GoTo: func(at int) { q.list.MoveTo(lines[at]) },
		At:   slices.Index(keys, from),
	}
}

// learn asks for the tables and their columns, once.
func (q *query) learn() tea.Cmd {
	if q.names != nil || q.reading.Running() || q.of == nil {
		return nil
	}
	of := q.of
	return q.reading.Start(q.work.Ctx, 0, func(ctx context.Context) ([]store.QueryTable, error) {
		return of.QueryTables(ctx)
	})
}

func (q *query) learned(msg task.Result[[]store.QueryTable]) {
	if !q.reading.Accept(msg) || msg.Err != nil {
		return
	}
	q.tables = msg.Value
	q.names = slices.Clone(queryWords)
	for _, t := range msg.Value {
		q.names = append(q.names, t.Name)
		if strings.HasPrefix(t.Name, "v_") {
			q.names = append(q.names, t.Columns...)
		}
	}
	seen := map[string]bool{}
	q.names = slices.DeleteFunc(q.names, func(name string) bool {
		again := seen[name]
		seen[name] = true
		return again
	})
}

// queryWords are the words that queries are mostly made of.
var queryWords = []string{"select", "from", "where", "group by", "order by", "limit", "count(*)", "distinct", "desc",
	"and", "like", "between", "having", "join"}

// words are the tables, columns and words of SQL that begin so.
func (q *query) words(stem string) (all []string) {
	for _, name := range q.names {
		if stem != "" && name != stem && strings.HasPrefix(name, strings.ToLower(stem)) {
			all = append(all, name)
		}
	}
	return all
}

// identifierEnds is where the name begins that the text ends in, and what that may become.
func (q *query) identifierEnds(text []rune) (from int, words []string) {
	from = identifierBegin(text)
	return from, q.words(string(text[from:]))
}

// identifierBegin is where the name begins that the text ends in.
func identifierBegin(text []rune) int {
	at := len(text)
	for at > 0 && (unicode.IsLetter(text[at-1]) || unicode.IsDigit(text[at-1]) || text[at-1] == '_') {
		at--
	}
	return at
}

// worthTelling is from when on it is told how long a query took.
const worthTelling = 100 * time.Millisecond

// queryHead is how many lines stand above what was found.
const queryHead = 3

func (q *query) Draw(a term.Area) {
	p := a.Line(0).Indented(1)
	completes := q.Typing() && q.wrong == "" && len(q.Offered()) > 0
	switch {
	case completes:
		q.Prompt.Draw(p, a.Line(1), "")
	case q.Typing():
		q.Prompt.Draw(p, a.Line(-1), "")
	default:
		p.Own(term.Dim, "sql› ")
		p.Data(term.Plain, clean.Text(q.asked))
	}
	if !completes {
		q.drawState(a)
	}
	q.list.Draw(a.Rows(queryHead, a.H))
}

// say writes over the two lines under the query.
func (q *query) say(a term.Area, style term.Style, words string) {
	lines := term.Wrap(words, a.W-2)
	a.Line(1).Indented(1).Own(style, lines[0])
	if len(lines) > 1 {
		a.Line(2).Indented(1).Own(style, strings.Join(lines[1:], " "))
	}
}

// drawState says how the query went.
func (q *query) drawState(a term.Area) {
	p := a.Line(1).Indented(1)
	switch {
	case q.asking.Running():
		p.Own(term.Dim, "asking…  esc stops")
	case q.wrong != "":
		q.say(a, term.Warning, q.wrong)
	case q.found == nil:
		q.say(a, term.Dim, "select … from v_event, v_user, v_session, v_reject; enter asks, tab completes, up brings back")
	default:
		words := cmp.Or(q.found.Cut, term.Plural(len(q.found.Rows), "row"))
		if q.found.took >= worthTelling {
			words += " in " + term.Figure(q.found.took.Seconds()) + " s"
		}
		p.Own(term.Dim, words+"; | changes the query")
	}
}

func (q *query) Close() {
	q.asking.Stop()
	q.reading.Stop()
}
