// tlogcheck is an independent verifier of a published log: the Go project's tlog and note packages do the work, nothing
// of ours. Usage: tlogcheck DIR VKEY [SEEN_CHECKPOINT...], or tlogcheck -receipt FILE VKEY. Exit 0: accepted; 1: refused.
// Debian: golang-go, golang-golang-x-mod-dev; GO111MODULE=off GOPATH=/usr/share/gocode go build tlogcheck.go
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func refuse(format string, args ...interface{}) {
	fmt.Printf("refused: "+format+"\n", args...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		refuse("%s: %v", what, err)
	}
}

// openCheckpoint reads a C2SP checkpoint: a note with origin, size and root.
func openCheckpoint(msg []byte, verifier note.Verifier) tlog.Tree {
	n, err := note.Open(msg, note.VerifierList(verifier))
	must(err, "checkpoint")
	lines := strings.SplitN(n.Text, "\n", 4)
	if len(lines) < 4 || lines[0] != verifier.Name() {
		refuse("checkpoint: not of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		refuse("checkpoint: size %q", lines[1])
	}
	hash, err := tlog.ParseHash(lines[2])
	must(err, "checkpoint: root")
	return tlog.Tree{N: size, Hash: hash}
}

// folder reads tiles where C2SP puts them; tlog names them tile/8/L/N.
type folder string

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, t := range tiles {
		path := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// entries reads one bundle of the given width.
func (f folder) entries(n, width int64) [][]byte {
	t := tlog.Tile{H: height, L: -1, N: n, W: int(width)}
	path := strings.Replace(t.Path(), "tile/8/data/", "tile/entries/", 1)
	bytes, err := os.ReadFile(filepath.Join(string(f), path))
	must(err, "bundle")
	var all [][]byte
	for len(bytes) > 0 {
		if len(bytes) < 2 || len(bytes) < 2+int(binary.BigEndian.Uint16(bytes)) {
			refuse("%s is torn", path)
		}
		length := int(binary.BigEndian.Uint16(bytes))
		all = append(all, bytes[2:2+length])
		bytes = bytes[2+length:]
	}
	if int64(len(all)) != width {
		refuse("%s has %d entries, not %d", path, len(all), width)
	}
	return all
}

func verifierOf(vkey string) note.Verifier {
	verifier, err := note.NewVerifier(strings.TrimSpace(vkey))
	must(err, "vkey")
	return verifier
}

func checkLog(dir, vkey string, seen []string) {
	verifier := verifierOf(vkey)
	files := folder(dir)
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err, "checkpoint")
	tree := openCheckpoint(msg, verifier)
	hashes := tlog.TileHashReader(tree, files)
	const width = 1 << height
	for n := int64(0); n*width < tree.N; n++ {
		count := tree.N - n*width
		if count > width {
			count = width
		}
		entries := files.entries(n, count)
		var indexes []int64
		for i := range entries {
			indexes = append(indexes, tlog.StoredHashIndex(0, n*width+int64(i)))
		}
		leaves, err := hashes.ReadHashes(indexes) // proved up to the root
		must(err, "tiles")
		for i, entry := range entries {
			if leaves[i] != tlog.RecordHash(entry) {
				refuse("entry %d is not the one in the tree", n*width+int64(i))
			}
		}
	}
	for _, index := range []int64{0, tree.N / 2, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		must(err, "proof")
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(err, "leaf")
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]), "inclusion")
	}
	for _, path := range seen {
		old, err := os.ReadFile(path)
		must(err, path)
		before := openCheckpoint(old, verifier)
		if before.N > tree.N {
			refuse("%s is of a larger tree: the log was cut back", path)
		}
		proof, err := tlog.ProveTree(tree.N, before.N, hashes)
		must(err, path)
		must(tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash), path)
	}
	fmt.Printf("accepted: %d entries\n", tree.N)
}

func checkReceipt(path, vkey string) {
	text, err := os.ReadFile(path)
	must(err, path)
	parts := strings.SplitN(string(text), "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		refuse("no tlog-proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err, "extra")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err, "index")
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err, "proof")
		proof = append(proof, hash)
	}
	tree := openCheckpoint([]byte(parts[1]), verifierOf(vkey))
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)), "inclusion")
	fmt.Printf("accepted: entry %d of %d\n", index, tree.N)
}

func main() {
	if len(os.Args) == 4 && os.Args[1] == "-receipt" {
		checkReceipt(os.Args[2], os.Args[3])
		return
	}
	if len(os.Args) < 3 {
		refuse("usage: tlogcheck DIR VKEY [SEEN...] | tlogcheck -receipt FILE VKEY")
	}
	checkLog(os.Args[1], os.Args[2], os.Args[3:])
}
