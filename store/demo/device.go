package demo

import "fmt"

// client is what the log says of where a request comes from.
type client struct {
	account string // "-" if nobody has logged in
	address string
	agent   string
}

// device is a browser at an address, with what it has cached, and which of those who use the account sits there.
type device struct {
	*client
	network string // the first three parts of the address
	family  string // of the browser
	reader  int
	cached  map[page]bool
}

type browser struct {
	family, agent string
	weight        float64
}

// browsers are those of early 2003.
var browsers = []browser{
	{"explorer", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", 38},
	{"explorer", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.0)", 20},
	{"explorer", "Mozilla/4.0 (compatible; MSIE 6.0; Windows 98; Win 9x 4.90)", 9},
	{"explorer", "Mozilla/4.0 (compatible; MSIE 5.5; Windows 98)", 9},
	{"explorer", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; .NET CLR 1.0.3705)", 9},
	{"explorer", "Mozilla/4.0 (compatible; MSIE 5.01; Windows NT 5.0)", 5},
	{"mozilla", "Mozilla/5.0 (Windows; U; Windows NT 5.1; ko-KR; rv:1.3) Gecko/20030312", 4},
	{"netscape", "Mozilla/5.0 (Windows; U; Windows NT 5.0; en-US; rv:1.0.2) Gecko/20030208 Netscape/7.02", 2},
	{"opera", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1) Opera 7.03 [en]", 2},
	{"safari", "Mozilla/5.0 (Macintosh; U; PPC Mac OS X; ko-kr) AppleWebKit/60 (KHTML, like Gecko) Safari/60", 1},
	{"konqueror", "Mozilla/5.0 (compatible; Konqueror/3.1; Linux)", 1},
}

var browserWeights = weightsOf(browsers, func(b browser) float64 { return b.weight })

// Many work at an institute, where some share one address to the outside.
const (
	shareBehindGateway = 0.04
	gateways           = 40
)

func newDevice(d draws, account string) *device {
	browser := browsers[browserWeights.pick(d)]
	network, last := fmt.Sprintf("10.%d.%d", d.within(16, 223), d.IntN(256)), d.within(2, 254)
	if d.chance(shareBehindGateway) {
		network, last = fmt.Sprintf("10.8.%d", d.IntN(gateways)), 1
	}
	address := fmt.Sprintf("%s.%d", network, last)
	return &device{client: &client{account, address, browser.agent}, network: network, family: browser.family,
		cached: map[page]bool{}}
}

// newDevices are those of an account. When several people use it, each has one, and those of the others are in another
// network than the owner's and have a browser of another family.
func newDevices(d draws, account string, h *habits) []*device {
	devices := []*device{newDevice(d, account)}
	for len(devices) < max(h.devices, h.sharing) {
		next := newDevice(d, account)
		if h.sharing > 1 {
			if next.network == devices[0].network || next.family == devices[0].family {
				continue
			}
			next.reader = len(devices)
		}
		devices = append(devices, next)
	}
	return devices
}
