package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// SecretVariable is the environment variable that holds secrets, one a line.
const SecretVariable = "SPOOR_WEBHOOK_SECRET"

// leastSecret is the shortest secret that can't be tried out, in bytes.
const leastSecret = 24

// randomText is a command that makes a secret.
const randomText = "head -c 32 /dev/urandom | base64"

// SecretFile reads secrets, one a line, from a file that nobody but its owner may read. Several are valid at a time,
// so that they can be changed without losing anything. The flag is what names the file, for errors.
func SecretFile(flag string, scheme Scheme, path string) ([][]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s %s: no such file; make one with: %s > %[2]s; chmod 600 %[2]s", flag, path, randomText)
	}
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&others(path) != 0 {
		return nil, fmt.Errorf("%s: others can read the secret (mode %04o); try: chmod 600 %s", path, mode, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	secrets, err := Secrets(scheme, string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return secrets, nil
}

// others are the permissions that nobody else may have. Systemd gives a service its credentials by a list of users,
// which looks like a permission of the group.
func others(path string) fs.FileMode {
	if credentials := os.Getenv("CREDENTIALS_DIRECTORY"); credentials != "" &&
		filepath.Dir(path) == filepath.Clean(credentials) {
		return 0o007
	}
	return 0o077
}

// Secrets are those in a text, one a line. An error never quotes one.
func Secrets(scheme Scheme, text string) ([][]byte, error) {
	var secrets [][]byte
	for number, line := range slices.Collect(strings.SplitSeq(text, "\n")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		secret := []byte(line)
		if scheme == Standard {
			encoded, named := strings.CutPrefix(line, "whsec_")
			decoded, err := base64.StdEncoding.DecodeString(encoded)
			if !named || err != nil {
				return nil, fmt.Errorf("line %d is not a Standard Webhooks secret; make one with: echo whsec_$(%s)", number+1,
					randomText)
			}
			secret = decoded
		}
		if len(secret) < leastSecret {
			return nil, fmt.Errorf("the secret in line %d has %d bytes and could be guessed; it must have at least %d", number+1,
				len(secret), leastSecret)
		}
		secrets = append(secrets, secret)
	}
	if len(secrets) == 0 {
		return nil, fmt.Errorf("there is no secret")
	}
	return secrets, nil
}
