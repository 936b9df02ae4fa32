package server

import (
	"context"
	"encoding/binary"

	"spoor/analysis"
	"spoor/analysis/codec"
	"spoor/analysis/stats"
	"spoor/store/model"
)

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

// keptReader reads what is kept. After an error all that it reads is empty.
type keptReader struct {
	from []byte
	err  error
}

func (r *keptReader) count() int {
	n, length := binary.Uvarint(r.from)
	if length <= 0 || n > 1<<31-1 {
		r.from, r.err = nil, errKept
		return 0
	}
	r.from = r.from[length:]
	return int(n)
}

func (r *keptReader) bytes(length int) []byte {
	if length > len(r.from) {
		r.from, r.err = nil, errKept
		return nil
	}
	read := r.from[:length]
	r.from = r.from[length:]
	return read
}

func (r *keptReader) text() []byte { return r.bytes(r.count()) }

func (r *keptReader) digest() (d digest) {
	copy(d[:], r.bytes(len(d)))
	return d
}

// encodeIndex is what the index knows of some rows, and what its numbers stand for: addresses and users by name,
// clients and paths by digest.
func (m *measuring) encodeIndex(rows []int32, andShared bool) []byte {
	place := make([]int32, 0, len(m.matrix.ID)+1) // by user: 1 + which of the rows
	for i, row := range rows {
		stats.Put(&place, m.matrix.ID[row], int32(i)+1)
	}
	of := func(user analysis.UserNumber) bool { return stats.At(place, user) != 0 }
	encoded, numbers := m.all.index.Encode(of, andShared)
	to := binary.AppendUvarint(nil, uint64(len(numbers.Addresses)))
	for _, address := range numbers.Addresses {
		to = appendText(to, m.all.names.Added[address-1])
	}
	to = binary.AppendUvarint(to, uint64(len(numbers.Clients)))
	for _, client := range numbers.Clients {
		to = append(to, m.all.known.list[client-1][:]...)
		to = appendText(to, m.all.names.Added[m.all.addresses[client]-1])
	}
	to = binary.AppendUvarint(to, uint64(len(numbers.Paths)))
	for _, path := range numbers.Paths {
		to = append(to, m.all.paths.list[path-1][:]...)
	}
	to = binary.AppendUvarint(to, uint64(len(numbers.Users)))
	for _, user := range numbers.Users {
		to = binary.AppendUvarint(to, uint64(place[user]-1))
	}
	return append(to, encoded...)
}

// decodeIndex reads what is kept of users from the units of a run; users by row, 0 for those who are left out.
func (m *measuring) decodeIndex(ctx context.Context, run string, rows *keptRows,
	users []analysis.UserNumber) error {
	seen := 0
	err := m.Kept(ctx, run, unitIndex, func(unit int, body []byte) error {
		if unit >= len(rows.units) {
			return nil // of nobody
		}
		seen++
		r, numbers := keptReader{from: body}, codec.Numbers{}
		for range r.count() {
			numbers.Addresses = append(numbers.Addresses, model.NumberIn(m.all.names, string(r.text())))
		}
		for range r.count() {
			of := r.digest()
			numbers.Clients = append(numbers.Clients,
				m.all.knownClient(of, model.NumberIn(m.all.names, string(r.text()))))
		}
		for range r.count() {
			path, _ := m.all.paths.number(r.digest())
			numbers.Paths = append(numbers.Paths, path)
		}
		for range r.count() {
			place := r.count()
			if place >= len(rows.units[unit]) {
				return errKept
			}
			numbers.Users = append(numbers.Users, int32(users[rows.units[unit][place]]))
		}
		if r.err != nil {
			return r.err
		}
		if m.all.index.Decode(r.from, &numbers) != nil {
			return errKept
		}
		return nil
	})
	if err == nil && seen < len(rows.units) {
		err = errKept
	}
	return err
}
