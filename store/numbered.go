package store

import (
	"context"
	"fmt"
	"sync"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// numberedRow is a row of a dictionary: columns of it, without its number. It is good only while it is handed over.
type numberedRow []sqlite.TextValue

// eachNumbered hands over columns of the entries of a dictionary, in the order of their numbers, which must be 1, 2, 3
// and so on.
func eachNumbered(ctx context.Context, db sqlite.Querier, dictionary string, columns []string,
	take func(row numberedRow) error) error {
	return (&numberedReader{db: db}).each(ctx, dictionary, columns, 0, take)
}

// numberedReader reads dictionaries, for several goroutines at a time, of which only one uses the connection.
type numberedReader struct {
	db         sqlite.Querier
	connection sync.Mutex
}

// each is eachNumbered for the entries after a number.
func (r *numberedReader) each(ctx context.Context, dictionary string, columns []string, number int64,
	take func(row numberedRow) error) error {
	texts, err := r.open(ctx, dictionary, columns)
	if err != nil {
		return err
	}
	piece, known := new(sqlite.TextPiece), number
	for i := texts.Behind(number); i < texts.Pieces(); i++ {
		if err := r.fetch(ctx, texts, i, piece); err != nil {
			return err
		}
		err := piece.Each(func(n int64, row []sqlite.TextValue) error {
			if n <= known {
				return nil
			}
			if number++; n != number {
				return fmt.Errorf("the %s after number %d has the number %d: %w", dictionary, number-1, n, model.ErrAltered)
			}
			return take(row)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *numberedReader) open(ctx context.Context, dictionary string, columns []string) (*sqlite.Texts, error) {
	r.connection.Lock()
	defer r.connection.Unlock()
	return sqlite.OpenTexts(ctx, r.db, dictionary, columns...)
}

func (r *numberedReader) fetch(ctx context.Context, texts *sqlite.Texts, i int, into *sqlite.TextPiece) error {
	r.connection.Lock()
	defer r.connection.Unlock()
	return texts.Fetch(ctx, i, into)
}
