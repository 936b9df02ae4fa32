package webhook

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkReceive has clients send one signed event after the other over the loopback, each waiting for its answer,
// which comes when the event is on disk. It tells events a second and how long answers took.
func BenchmarkReceive(b *testing.B) {
	for _, clients := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			r := newReceiver(b, newCase(b), func(o *Options) {
				o.Scheme, o.Secrets, o.Now = HMAC, [][]byte{[]byte(secret)},
					time.Now
			})
			address, _ := serve(b, r)
			sender := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
			defer sender.CloseIdleConnections()
			took := make([][]time.Duration, clients)
			b.ResetTimer()
			began := time.Now()
			var group sync.WaitGroup
			for client := range clients {
				group.Go(func() {
					for n := client; n < b.N; n += clients {
						began := time.Now()
						if err := sendSigned(sender, address, n); err != nil {
							b.Error(err)
							return
						}
						took[client] = append(took[client], time.Since(began))
					}
				})
			}
			group.Wait()
			elapsed := time.Since(began)
			b.StopTimer()
			all := slices.Concat(took...)
			slices.Sort(all)
			milliseconds := func(part float64) float64 { return all[int(part*float64(len(all)-1))].Seconds() * 1000 }
			b.ReportMetric(float64(b.N)/elapsed.Seconds(), "events/s")
			b.ReportMetric(milliseconds(0.5), "p50-ms")
			b.ReportMetric(milliseconds(0.99), "p99-ms")
			b.ReportMetric(0, "ns/op")
			if got := r.Counts().Events; got != int64(b.N) {
				b.Errorf("%d events stored of %d", got, b.N)
			}
		})
	}
}

func sendSigned(sender *http.Client, address string, n int) error {
	body := fmt.Sprintf(`{"event":"view","user":"user%d","item":"item%d","n":%d,"timestamp":"2023-11-14T22:13:20Z"}`,
		n%500, n%2000, n)
	request, err := http.NewRequest(http.MethodPost, "http://"+address+"/webhook", bytes.NewReader([]byte(body)))
	if err != nil {
		return err
	}
	request.Header = signSum("X-Signature-256", secret, body)
	request.Header.Set("Content-Type", "application/json")
	response, err := sender.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", response.Status)
	}
	return nil
}
