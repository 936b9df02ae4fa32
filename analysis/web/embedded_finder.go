package web

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"

	"spoor/analysis/stats"
	"spoor/internal/hugepage"
)

// EmbeddedFinder finds what pages ask for by themselves. Describe all referrers, then all requests, each in the order
// of their numbers; then add the events of every user. It is not for use by more than one goroutine at a time.
//
// Requests of one template are embedded if there are 20 or more, 90 % name a page of the site as referrer, 80 % come
// within 5 s of the same user's request of that page or of something else that names it, and hardly any page is ever
// reached from them. The time keeps dead ends apart that users click on. As a program can click fast and often, it must
// also be so for most of the users who make such requests; of fewer than three, 80 % must come within 5 s of the page
// itself. Where 90 % name a picture in their query, all that goes for those that name a page of the site, of which
// there must be 20. Requests that name a page of another site count for nothing. Declared robots count for nothing, as
// they load what they like.
//
// It keeps numbers and no texts: a few bytes for each referrer and each request, however many events there are. Of a
// site with more pages or templates than mostEmbedded, and of more hosts in referrers than mostHosts, those that come
// later count for nothing.
type EmbeddedFinder struct {
	referrers []namedPage
	named     []uint64 // by referrer, until Begin: the hash of the template of the page
	requests  []askedFor
	hostOf    map[string]int32 // by name: its place in hosts
	hosts     []hostPages      // the first is none
	pages     hashNumbers      // of pages that referrers name, by the hash of their target
	asked     []bool           // by page: there are requests of it
	templates hashNumbers
	waiting   []hashOfPage // of the last referrers or requests, whose page is looked for together
	asking    bool         // requests are being described, and no longer referrers
	text      []byte       // scratch

	tallies []embeddedTally // by template
	last    []lastSeen      // by page
	user    int32           // the number of users so far
	touched []int32         // templates that the user has asked for

	toBeKept bool            // templates have hashes that are the same everywhere
	back     []embeddedTally // what is taken back of what was kept
}

// These bound the memory to about 100 MB.
const (
	mostEmbedded = 1 << 20
	mostHosts    = 1 << 16
)

// namedPage is a page that a referrer names.
type namedPage struct {
	page, template, host int32 // 0: none
	foreign              bool  // it is one of another site
}

// hostPages counts the pages of a host that referrers name, without its front page, which any host has.
type hostPages struct {
	named, asked int
	foreign      bool // it is another site
}

// hashOfPage is the hash of the target of a referrer or request, by its number.
type hashOfPage struct {
	of   int32
	hash uint64
}

// mostWaiting is how many are looked for at once: enough to wait for memory together.
const mostWaiting = 64

// askedFor is what a request asks for.
type askedFor struct {
	page, template int32 // 0: no page that a referrer names; nothing that may be embedded
	target         bool  // it is a request of a URL
	picture        bool  // that names one in its query
}

// NewEmbeddedFinder returns a finder that knows nothing.
func NewEmbeddedFinder() *EmbeddedFinder {
	return &EmbeddedFinder{
		referrers: make([]namedPage, 1), named: make([]uint64, 1), requests: make([]askedFor, 1),
		hostOf: map[string]int32{}, hosts: make([]hostPages, 1), pages: newHashNumbers(), asked: make([]bool, 1),
		templates: newHashNumbers(), tallies: make([]embeddedTally, 1),
	}
}

var hashSeed = maphash.MakeSeed()

// hashOf tells texts apart without keeping them.
func hashOf(text string) uint64 { return maphash.String(hashSeed, text) }

// Referrer describes the next referrer, by its URL.
func (f *EmbeddedFinder) Referrer(url string) {
	host, target, ok := splitURL(url)
	if !ok {
		f.referrers, f.named = hugepage.Append(f.referrers, namedPage{}), hugepage.Append(f.named, 0)
		return
	}
	named := namedPage{host: f.host(host)}
	if named.host != 0 {
		f.waiting = append(f.waiting, hashOfPage{int32(len(f.referrers)), hashOf(target)})
	}
	f.referrers = hugepage.Append(f.referrers, named)
	f.named = hugepage.Append(f.named, f.hashTemplate(target))
	if len(f.waiting) == mostWaiting {
		f.namePages()
	}
}

// beginRequests is called when all referrers have been described.
func (f *EmbeddedFinder) beginRequests() {
	if !f.asking {
		f.namePages()
		f.asking = true
	}
}

// namePages gives the last referrers their pages.
func (f *EmbeddedFinder) namePages() {
	f.fetchWaiting()
	for _, named := range f.waiting {
		f.referrers[named.of].page = f.page(named.hash)
	}
	f.waiting = f.waiting[:0]
}

// fetchWaiting has all that is looked for come from memory at once.
func (f *EmbeddedFinder) fetchWaiting() {
	for i := range f.waiting {
		f.pages.fetch(f.waiting[i].hash)
	}
}

// host is the place of what is counted for a host, 0 for one too many.
func (f *EmbeddedFinder) host(name string) int32 {
	host := f.hostOf[name]
	if host == 0 && len(f.hostOf) < mostHosts {
		host = int32(len(f.hosts))
		f.hosts = append(f.hosts, hostPages{})
		f.hostOf[strings.Clone(name)] = host
	}
	return host
}

// page is the number of a page that a referrer names, by the hash of its target.
func (f *EmbeddedFinder) page(hash uint64) int32 {
	page := f.pages.find(hash)
	if page == 0 && f.pages.count < mostEmbedded {
		page = f.pages.add(hash)
		f.asked = append(f.asked, false)
	}
	return page
}

func (f *EmbeddedFinder) hashTemplate(target string) uint64 {
	f.text = AppendPathTemplate(f.text[:0], target)
	if f.toBeKept {
		return stableHash(f.text)
	}
	return maphash.Bytes(hashSeed, f.text)
}

// template is the number of the template that has a hash.
func (f *EmbeddedFinder) template(hash uint64) int32 {
	template := f.templates.find(hash)
	if template == 0 && f.templates.count < mostEmbedded {
		template = f.templates.add(hash)
		f.tallies = append(f.tallies, embeddedTally{})
	}
	return template
}

// Request describes the next request of a URL. What is known to be static or a page of the site cannot be embedded.
func (f *EmbeddedFinder) Request(target string, known bool) {
	f.beginRequests()
	if f.pages.count == 0 { // nothing can be found
		f.requests = hugepage.Append(f.requests, askedFor{target: true})
		return
	}
	f.waiting = append(f.waiting, hashOfPage{int32(len(f.requests)), hashOf(target)})
	request := askedFor{target: true}
	if !known {
		request.template, request.picture = f.template(f.hashTemplate(target)), namesPicture(target)
	}
	f.requests = hugepage.Append(f.requests, request)
	if len(f.waiting) == mostWaiting {
		f.askForPages()
	}
}

// askForPages finds the pages that the last requests ask for.
func (f *EmbeddedFinder) askForPages() {
	f.fetchWaiting()
	for _, asked := range f.waiting {
		page := f.pages.find(asked.hash)
		f.requests[asked.of].page = page
		f.asked[page] = true
	}
	f.waiting = f.waiting[:0]
}

// Click describes the next request that is no request of a URL.
func (f *EmbeddedFinder) Click() {
	f.requests = hugepage.Append(f.requests, askedFor{})
}

// Begin is called between the last request and the first event. It reports whether anything can be embedded at all.
func (f *EmbeddedFinder) Begin() bool {
	f.beginRequests()
	f.askForPages()
	f.keepOwn()
	for i, hash := range f.named {
		if f.toBeKept && f.referrers[i].page > 0 { // who asks for it may come later
			f.referrers[i].template = f.template(hash)
		} else {
			f.referrers[i].template = f.templates.find(hash)
		}
	}
	f.named = nil
	if !f.toBeKept {
		f.templates = hashNumbers{}
	}
	f.last = hugepage.Make[lastSeen](len(f.asked))
	return slices.ContainsFunc(f.referrers, func(r namedPage) bool { return r.page > 0 })
}

// keepOwn forgets the referrers of other sites. The own ones are those of whose pages most are asked for here; where
// referrers tell front pages alone, that says nothing, and all are kept.
func (f *EmbeddedFinder) keepOwn() {
	front := f.pages.find(hashOf("/"))
	for i := range f.referrers {
		if r := &f.referrers[i]; r.page > 0 && r.page != front {
			host := &f.hosts[r.host]
			host.named++
			if f.asked[r.page] {
				host.asked++
			}
		}
	}
	most := 0
	for _, host := range f.hosts {
		most = max(most, host.asked)
	}
	if most == 0 {
		return
	}
	for i := range f.hosts[1:] {
		host := &f.hosts[1+i]
		host.foreign = host.asked < most && (host.asked == 0 || 2*host.asked < host.named)
	}
	for i := range f.referrers {
		if f.hosts[f.referrers[i].host].foreign {
			f.referrers[i] = namedPage{foreign: true}
		}
	}
}

// Add adds all events of one more user, in time order.
func (f *EmbeddedFinder) Add(events []Event) {
	f.user++
	f.touched = f.touched[:0]
	for i := range events {
		f.addEvent(&events[i])
	}
	for _, template := range f.touched {
		f.tallies[template].endUser()
	}
}

func (f *EmbeddedFinder) addEvent(event *Event) {
	request, referrer := stats.At(f.requests, event.Request), stats.At(f.referrers, event.Referrer)
	if !request.target || event.Traits.Has(Robot) {
		return
	}
	if request.template > 0 {
		f.tally(request.template).add(request, referrer, f.lastOf(referrer.page), event.Time)
	}
	if referrer.page > 0 {
		f.last[referrer.page].see(f.user, event.Time)
		if !event.Traits.Has(Static) {
			f.tallies[referrer.template].referred++
		}
	}
	if request.page > 0 {
		f.last[request.page].see(f.user, event.Time)
		f.last[request.page].page = event.Time
	}
}

// lastOf is when the user who is being added last asked for a page.
func (f *EmbeddedFinder) lastOf(page int32) lastSeen {
	if last := f.last[page]; page > 0 && last.user == f.user {
		return last
	}
	return lastSeen{page: never, around: never}
}

// tally is that of a template, of the user who is being added.
func (f *EmbeddedFinder) tally(template int32) *embeddedTally {
	tally := &f.tallies[template]
	if tally.user != f.user {
		tally.user, tally.userOwn, tally.userSoon = f.user, 0, 0
		f.touched = append(f.touched, template)
	}
	return tally
}

// Embedded reports whether a request is one that pages make by themselves, when all users have been added.
func (f *EmbeddedFinder) Embedded(request int) bool {
	template := f.requests[request].template
	return template > 0 && f.tallies[template].embedded()
}

// Find gives what is embedded, with most requests first. target gives back the target of a request by its number.
func (f *EmbeddedFinder) Find(target func(request int) (string, error)) ([]Embedded, error) {
	var found []Embedded
	named := make([]bool, len(f.tallies))
	for number := range f.requests {
		template := f.requests[number].template
		if named[template] || !f.Embedded(number) {
			continue
		}
		named[template] = true
		text, err := target(number)
		if err != nil {
			return nil, err
		}
		t := &f.tallies[template]
		found = append(found, Embedded{PathTemplate(text),
			int(t.requests), int(t.own), int(t.soon), int(t.users), int(t.pictures)})
	}
	slices.SortFunc(found, func(a, b Embedded) int {
		return cmp.Or(cmp.Compare(b.Requests, a.Requests), strings.Compare(a.Template, b.Template))
	})
	return found, nil
}
