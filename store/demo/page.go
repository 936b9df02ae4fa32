package demo

import "strconv"

type pageKind uint8

const (
	nowhere pageKind = iota // the referrer of who typed the address
	engine                  // a page of a search engine; only as a referrer
	home
	list    // number: menu * 100 + page of the list
	summary // number: posting
	detail  // number: posting
	apply   // number: posting
	company // number: company
	login
	logout
	expired // number: of a posting that is no longer there
	asset   // number: index in assets
	logo    // number: company
	favicon
	robotsFile
)

// page is an address of the site.
type page struct {
	kind   pageKind
	number int32
}

const host = "http://www.sciencejobs.example"

// assets are the static files that every page shows.
var assets = []string{"/css/site.css", "/js/menu.js", "/img/logo.gif", "/img/menu.png", "/img/bg.jpg"}

// engines are referrers from outside; the words are EUC-KR, as search engines wrote them.
var engines = []string{
	"http://www.google.co.kr/search?q=%B1%B3%BC%F6+%C3%A4%BF%EB&hl=ko",
	"http://search.naver.com/search.naver?query=%BF%AC%B1%B8%BF%F8+%C3%A4%BF%EB",
	"http://kr.search.yahoo.com/bin/search?p=postdoc",
	"http://search.daum.net/cgi-bin/nsp/search.cgi?q=%B9%DA%BB%E7+%C3%A4%BF%EB",
}

// sizes are what a page of a kind weighs at least, in bytes.
var sizes = map[pageKind]int32{home: 14200, list: 9800, summary: 5100, detail: 8400, apply: 6300, company: 7200,
	login: 2100, logout: 300, asset: 1800, logo: 2600, favicon: 210, expired: 290, robotsFile: 120}

// size is always the same for the same page.
func (p page) size() int32 { return sizes[p.kind] + (p.number+1)*7919%2903 }

func (w *world) appendTarget(b []byte, p page) []byte {
	switch p.kind {
	case home:
		return append(b, '/')
	case list:
		b = append(append(b, "/jobs?menu="...), sections[p.number/100].menu...)
		if p.number%100 > 0 {
			b = strconv.AppendInt(append(b, "&page="...), int64(p.number%100)+1, 10)
		}
		return b
	case summary:
		return w.appendMenu(strconv.AppendInt(append(b, "/jobs/"...), int64(firstNumber+p.number), 10), p.number)
	case detail:
		b = strconv.AppendInt(append(b, "/jobs/"...), int64(firstNumber+p.number), 10)
		return w.appendMenu(append(b, "/detail"...), p.number)
	case apply:
		return strconv.AppendInt(append(b, "/apply/"...), int64(firstNumber+p.number), 10)
	case company:
		return strconv.AppendInt(append(b, "/company/"...), int64(p.number), 10)
	case login:
		return append(b, "/login"...)
	case logout:
		return append(b, "/logout"...)
	case expired:
		return strconv.AppendInt(append(b, "/jobs/"...), int64(firstNumber-1-p.number), 10)
	case asset:
		return append(b, assets[p.number]...)
	case logo:
		return append(strconv.AppendInt(append(b, "/img/company/"...), int64(p.number), 10), ".gif"...)
	case favicon:
		return append(b, "/favicon.ico"...)
	case robotsFile:
		return append(b, "/robots.txt"...)
	}
	return b
}

func (w *world) appendMenu(b []byte, posting int32) []byte {
	return append(append(b, "?menu="...), sections[w.postings[posting].menu].menu...)
}

func (w *world) appendReferrer(b []byte, p page) []byte {
	switch p.kind {
	case nowhere:
		return append(b, '-')
	case engine:
		return append(b, engines[p.number]...)
	}
	return w.appendTarget(append(b, host...), p)
}
