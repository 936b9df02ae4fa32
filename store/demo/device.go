package demo

import "fmt"

// device is a browser at an address, with what it has cached.
type device struct {
	account string // "-" if nobody has logged in
	address string
	agent   string
	cached  map[page]bool
}

// agents are browsers of early 2003.
var agents = []string{
	"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)",
	"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.0)",
	"Mozilla/4.0 (compatible; MSIE 6.0; Windows 98; Win 9x 4.90)",
	"Mozilla/4.0 (compatible; MSIE 5.5; Windows 98)",
	"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; .NET CLR 1.0.3705)",
	"Mozilla/4.0 (compatible; MSIE 5.01; Windows NT 5.0)",
	"Mozilla/5.0 (Windows; U; Windows NT 5.1; ko-KR; rv:1.3) Gecko/20030312",
	"Mozilla/5.0 (Windows; U; Windows NT 5.0; en-US; rv:1.0.2) Gecko/20030208 Netscape/7.02",
	"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1) Opera 7.03 [en]",
	"Mozilla/5.0 (Macintosh; U; PPC Mac OS X; ko-kr) AppleWebKit/60 (KHTML, like Gecko) Safari/60",
	"Mozilla/5.0 (compatible; Konqueror/3.1; Linux)",
}

var agentWeights = newWeights([]float64{38, 20, 9, 9, 9, 5, 4, 2, 2, 1, 1})

// Many work at an institute, where some share one address to the outside.
const (
	shareBehindGateway = 0.04
	gateways           = 40
)

func newDevice(d draws, account string) *device {
	address := fmt.Sprintf("10.%d.%d.%d", d.within(16, 223), d.IntN(256), d.within(2, 254))
	if d.chance(shareBehindGateway) {
		address = fmt.Sprintf("10.8.%d.1", d.IntN(gateways))
	}
	return &device{account: account, address: address, agent: agents[agentWeights.pick(d)], cached: map[page]bool{}}
}
