.PHONY: build test lint race vuln sec long bench bench-compare docs-figures quality fuzz golden golden-diff ci nightly release cross robots pictures clean

build: ## the one static binary
	CGO_ENABLED=0 go build -trimpath -tags nethttpomithttp2 -buildvcs=auto -ldflags '-s -w' -o spoor .

test:
	go test -shuffle=on ./...

lint: ## form, sizes, likely mistakes, spelling, and who may import whom
	.ci/lint

race: ## every test under the race detector, one package after the other; half an hour on two cores
	go test -race -short -shuffle=on -timeout 60m -p 1 ./...

vuln: ## known vulnerabilities in what is linked in; says so and goes on where their database can't be reached
	.ci/vuln

sec: ## gosec; building it takes five minutes on two cores
	.ci/sec

long: ## what takes too long for every change: a million users on the screen, every page damaged, a log cut off at every byte
	SPOOR_LONG_TESTS=1 go test ./tui -run TestKeyOverAMillionUsers -v
	SPOOR_LONG_TESTS=1 go test -timeout 60m ./store ./store/load ./internal/cli \
		-run 'TestDamagedPages|TestPlainSQLReadsTheSame|TestLogThatIsCutOff|TestEveryLineIsAccountedFor|TestNumbersEqualTheReference'

nightly: ci race vuln sec long fuzz

bench: ## the parts, each by itself, then the whole beside its peers, and by the shape of the log; writes docs/speed.md
	go test -run '^$$' -bench . -benchmem ./...
	.ci/bench
	.ci/bench-screens

bench-compare: ## the parts now and at a revision, by turns, compared by benchstat: make bench-compare REV=main [PACKAGES=./store] [BENCH=.]
	.ci/bench-compare "$(REV)" "$(BENCH)" $(PACKAGES)

docs-figures: ## every figure of the docs anew, with the machine it was measured on; three quarters of an hour on two cores
	.ci/figures

quality: ## how well the rules find misuse, on made-up sites and on real logs
	.ci/quality

fuzz: ## every fuzz target, some seconds each
	.ci/fuzz

golden: ## writes all golden files anew, to be looked at by make golden-diff
	go test ./tui ./internal/cli ./internal/report -update

golden-diff: ## what has changed in golden files: each changed line once, and how often; REV=main compares with another revision
	.ci/golden-diff $(REV)

ci: ## all that has to hold before a change goes in
	.ci/run

release: ## archives, packages, checksums and lists of contents in dist/; SNAPSHOT=1 without a tag
	.ci/release $(if $(SNAPSHOT),--snapshot)

cross: ## compiles and vets for every system and processor that is released
	.ci/cross

pictures: ## the pictures of the docs and the recorded walk, from the demo
	CGO_ENABLED=0 go build -o .tools/spoor .
	PATH=$(CURDIR)/.tools:$$PATH go run ./internal/tools/walk -pictures docs/pictures docs/pictures/pictures.walk
	PATH=$(CURDIR)/.tools:$$PATH go run ./internal/tools/walk -cast docs/tour.cast docs/tour.walk

robots: ## the list of declared robots as its source has it now
	cd $$(mktemp -d) && npm pack --silent crawler-user-agents && tar xzf crawler-user-agents-*.tgz && cd "$(CURDIR)" && \
	go run ./internal/tools/robots $$OLDPWD/package/package.json $$OLDPWD/package/crawler-user-agents.json > robot_list.new && \
	mv robot_list.new analysis/web/robot_list.txt

clean:
	rm -rf spoor dist
