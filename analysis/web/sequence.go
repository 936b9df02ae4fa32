package web

import (
	"strconv"
	"strings"
)

// Sequence says where a request stands among the requests that differ from it only by a number.
type Sequence struct {
	Template int32 // the number of the template, from 1; 0: the request is in no sequence
	Place    int32 // the number of template and id, different for each pair
	ID       int64
}

// Template takes the one number out of a target: of "/jobs/7/detail?menu=a" the template is "/jobs/#/detail" and the id
// 7. A number stands by itself, not beside a letter; where the path has none, "/job?id=7" is "/job?id=#". ok is false
// without a number, with several, and where the number is a page of a list or a time, which everybody goes through in
// order.
func Template(target string) (template string, id int64, ok bool) {
	target, _, _ = strings.Cut(target, "#")
	path, _, _ := strings.Cut(target, "?")
	from, to, numbers := onlyNumber(path)
	if numbers == 0 {
		path = target
		from, to, numbers = onlyNumber(path)
	}
	if numbers != 1 || pagers[wordBefore(path[:from])] {
		return "", 0, false
	}
	id, err := strconv.ParseInt(path[from:to], 10, 64)
	return path[:from] + "#" + path[to:], id, err == nil
}

// pagers are the words before a number that everybody counts through.
var pagers = map[string]bool{
	"page": true, "p": true, "pg": true, "paged": true, "offset": true, "start": true, "skip": true, "from": true,
	"limit": true, "size": true, "first": true, "count": true,
	"year": true, "month": true, "week": true, "day": true, "date": true, "t": true, "ts": true, "time": true,
	"timestamp": true, "since": true, "until": true, "after": true, "before": true, "_": true,
}

// onlyNumber finds the first number that stands by itself, and says how many there are.
func onlyNumber(text string) (from, to, numbers int) {
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end == i {
			i++
			continue
		}
		if (i == 0 || !wordy(text[i-1])) && (end == len(text) || !wordy(text[end])) {
			if numbers++; numbers == 1 {
				from, to = i, end
			}
		}
		i = end
	}
	return from, to, numbers
}

// wordy reports whether a number beside this byte is part of a word: a letter, or the sign of what is escaped.
func wordy(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 || b == '%'
}

// wordBefore is the last word of a text without the signs after it, in small letters: "page" of "/list/Page/".
func wordBefore(text string) string {
	text = strings.TrimRight(text, "/=-.")
	if i := strings.LastIndexAny(text, "/?&=-."); i >= 0 {
		text = text[i+1:]
	}
	return strings.ToLower(text)
}
