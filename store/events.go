package store

import (
	"context"
	"fmt"
	"runtime"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// chunkEvents is about how many events are read at a time while users are measured, and so in memory for each goroutine
// that measures. The events of one user are never parted.
const chunkEvents = 1 << 17

// eventReader reads the events of a case user by user.
type eventReader struct {
	db     sqlite.Querier
	pages  *model.Pages
	table  *sqlite.Table
	runs   []int64
	tail   bool  // there are events that have no run yet
	sparse bool  // only users with counts are wanted
	detail bool  // details are wanted too
	counts []int // of the events of each user, by number; the number 0 is none
	chunk  int   // about how many events are read at a time

	kept    *keptEvents // events that have been read already; nil: none
	keeping bool        // they are kept as they are read
}

func newEventReader(ctx context.Context, db sqlite.Querier, pages *model.Pages) (*eventReader, error) {
	return (&sharedReader{db: db}).events(ctx, pages)
}

func (r *eventReader) count(user, events int64) {
	for int(user) >= len(r.counts) {
		r.counts = append(r.counts, 0)
	}
	r.counts[user] += int(events)
}

func (r *eventReader) total() int64 {
	var total int64
	for _, count := range r.counts {
		total += int64(count)
	}
	return total
}

// userChunk is the events of users first, first+1, …: those of user first+i end at ends[i], where those of the next
// begin.
type userChunk struct {
	first  int
	ends   []int
	events []web.Event

	details []analysis.Detail // by event, where they are wanted
}

// eachDetailed is each with the details.
func (k *userChunk) eachDetailed(do func(user int, events []web.Event, details []analysis.Detail)) {
	begin := 0
	for i, end := range k.ends {
		if end > begin {
			do(k.first+i, k.events[begin:end], k.details[begin:end])
		}
		begin = end
	}
}

func (k *userChunk) each(do func(user int, events []web.Event)) {
	begin := 0
	for i, end := range k.ends {
		if end > begin {
			do(k.first+i, k.events[begin:end])
		}
		begin = end
	}
}

// eachUser streams the events of the case, user by user in the order of their numbers and in time order, a chunk of
// users at a time: while one chunk is worked on the next is read. progress is told how many of the events are done; it
// may be nil.
func (r *eventReader) eachUser(ctx context.Context, do func(user int, events []web.Event),
	progress model.Progress) error {
	return r.eachChunk(ctx, func(k *userChunk) error { k.each(do); return nil }, progress)
}

// eachChunk is eachUser by the chunk. Chunks are read out of their pages several at a time.
func (r *eventReader) eachChunk(ctx context.Context, do func(*userChunk) error,
	progress model.Progress) error {
	told := model.ReadCount{Total: r.total(), Progress: progress}
	return r.share(ctx, runtime.GOMAXPROCS(0), func(ctx context.Context, _ int, raw *rawChunk) error {
		k, err := r.decode(raw)
		if err != nil {
			return err
		}
		select {
		case <-raw.turn:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := do(k); err != nil {
			return err // and nobody's turn comes any more
		}
		told.Add(len(k.events))
		close(raw.done)
		return nil
	})
}

// shareChunks is eachChunk by several workers at once: each chunk goes to one of them, whichever is free.
func (r *eventReader) shareChunks(ctx context.Context, workers []func(*userChunk) error,
	progress model.Progress) error {
	told := model.ReadCount{Total: r.total(), Progress: progress}
	return r.share(ctx, len(workers), func(_ context.Context, worker int, raw *rawChunk) error {
		k, err := r.decode(raw)
		if err != nil {
			return err
		}
		err = workers[worker](k)
		told.Add(len(k.events))
		return err
	})
}

// eachStretch cuts the users into stretches of about so many events: those from first to before end.
func (r *eventReader) eachStretch(most int, do func(first, end int) error) error {
	for first := 1; first < len(r.counts); {
		if r.sparse && r.counts[first] == 0 {
			first++
			continue
		}
		end, events := first, 0
		for end < len(r.counts) && (events == 0 || events+r.counts[end] <= most) && (!r.sparse || r.counts[end] > 0) {
			events += r.counts[end]
			end++
		}
		if err := do(first, end); err != nil {
			return err
		}
		first = end
	}
	return nil
}

// finish puts the events of each user in order, once all are there.
func (r *eventReader) finish(k *userChunk) error {
	want := 0
	for i, got := range k.ends {
		if want += r.counts[k.first+i]; got != want {
			return fmt.Errorf("user %d has not the events it should have: %w", k.first+i, model.ErrAltered)
		}
	}
	if r.detail {
		k.eachDetailed(func(_ int, events []web.Event, details []analysis.Detail) { model.SortDetailed(events, details) })
	} else {
		k.each(func(_ int, events []web.Event) { model.SortByTime(events) })
	}
	return nil
}

// newChunk has room for the events of the users from first to before end. Its ends say where those of each user begin;
// each event that is put there moves them on.
func (r *eventReader) newChunk(first, end int) *userChunk {
	k := &userChunk{first: first, ends: make([]int, end-first)}
	total := 0
	for i := range k.ends {
		k.ends[i] = total
		total += r.counts[first+i]
	}
	k.events = hugepage.Make[web.Event](total)
	if r.detail {
		k.details = make([]analysis.Detail, total)
	}
	return k
}

// takeRow takes an event out of a row of the table.
func (r *eventReader) takeRow(k *userChunk, v []sqlite.Value) error {
	if err := r.place(k, v[0].Int(), v[1].Int(), v[2].Int(), v[3].Int(), v[4].Int(), v[5].Int()); err != nil || !r.detail {
		return err
	}
	k.describe(int(v[0].Int()), v[4].Int(), v[5].Int(), v[6].Int(), v[7].Int())
	return nil
}

// What is read of events that have no run yet, of the users from one to another.
var tailColumns = []string{
	"user", "ts", "request", "client",
	"coalesce(referrer, 0)", "coalesce(status, 0)", "coalesce(bytes, 0)", "source",
}

const tailOfUsers = "FROM tail NOT INDEXED WHERE user BETWEEN ? AND ?"

// takeTail takes an event that has no run yet; number gives its columns.
func (r *eventReader) takeTail(k *userChunk, number func(column int) int64) error {
	if err := r.place(k, number(0), number(1), number(2), number(3), number(4), number(5)); err != nil || !r.detail {
		return err
	}
	k.describe(int(number(0)), number(4), number(5), number(6), number(7))
	return nil
}

// What is read of where the events of the users from one to before another are in runs: their first and their last
// rowid. Users are in a run by number.
var placeColumns = []string{
	"(SELECT first FROM user_run WHERE run = r.value AND user >= ?2 ORDER BY user LIMIT 1)",
	"(SELECT last FROM user_run WHERE run = r.value AND user < ?3 ORDER BY user DESC LIMIT 1)",
}

const placesInRuns = "FROM (SELECT value FROM json_each(?1) ORDER BY key) r"

// place puts an event behind those that its user has in the chunk already. Events come in load order.
func (r *eventReader) place(k *userChunk, user, time, request, client, referrer, status int64) error {
	i := int(user) - k.first
	if i < 0 || i >= len(k.ends) || k.ends[i] == len(k.events) || !r.pages.Know(request, client) {
		return fmt.Errorf("an event of user %d is not where it belongs: %w", user, model.ErrAltered)
	}
	k.events[k.ends[i]] = r.pages.Event(time, request, client, status, referrer)
	k.ends[i]++
	return nil
}

// describe adds the details of the event that a user was given last.
func (k *userChunk) describe(user int, referrer, status, bytes, source int64) {
	k.details[k.ends[user-k.first]-1] = analysis.Detail{
		Bytes: bytes, Referrer: int32(referrer), Source: int32(source), Status: int16(status),
	}
}
