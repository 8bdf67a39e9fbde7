#include "tlog/tree.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "tlog/tiles.hpp"

namespace countersign::tlog {
namespace {

std::string hex(const Hash& hash) { return crypto::to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()}); }
Hash from_hex(std::string_view text) {
  const auto bytes = crypto::from_hex(text).value();
  Hash hash{};
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

/// RFC 6962's own words: the definition, nothing clever.
Hash naive(const std::vector<Hash>& leaves, std::size_t begin, std::size_t end) {
  if (end - begin == 0) return empty_root();
  if (end - begin == 1) return leaves[begin];
  std::size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return node_hash(naive(leaves, begin, begin + split), naive(leaves, begin + split, end));
}

Proof naive_path(const std::vector<Hash>& leaves, std::size_t leaf, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return {};
  std::size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  const auto middle = begin + split;
  auto proof = leaf < middle ? naive_path(leaves, leaf, begin, middle) : naive_path(leaves, leaf, middle, end);
  proof.push_back(leaf < middle ? naive(leaves, middle, end) : naive(leaves, begin, middle));
  return proof;
}

/// The perfect subtrees of a list of leaves.
class Leaves : public Nodes {
 public:
  explicit Leaves(const std::vector<Hash>& leaves) : rows_{leaves} {
    while (rows_.back().size() > 1) {
      std::vector<Hash> row;
      for (std::size_t i = 0; i + 1 < rows_.back().size(); i += 2)
        row.push_back(node_hash(rows_.back()[i], rows_.back()[i + 1]));
      rows_.push_back(std::move(row));
    }
  }
  [[nodiscard]] Result<Hash> node(unsigned height, std::uint64_t index) const override {
    if (height >= rows_.size() || index >= rows_[height].size()) return Error{Fault::not_found, "no such node"};
    return rows_[height][index];
  }

 private:
  std::vector<std::vector<Hash>> rows_;
};

std::vector<Hash> leaves(std::size_t count, std::string_view word = "entry ") {
  std::vector<Hash> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(leaf_hash(std::string(word) + std::to_string(i) + "\n"));
  return all;
}

/// One bit somewhere.
void flip(Proof& proof, std::mt19937_64& random) {
  auto& byte = proof[random() % proof.size()][random() % kHashSize];
  byte = static_cast<std::uint8_t>(byte ^ (1U << random() % 8));
}

json::Value vectors() {
  std::ifstream file("tests/unit/tlog/vectors.json");
  return json::parse(std::string{std::istreambuf_iterator<char>(file), {}}).value();
}

Proof proof_of(const json::Value& vector) {
  Proof proof;
  for (const auto& hash : *vector.find("proof")->array()) proof.push_back(from_hex(*hash.string()));
  return proof;
}

std::size_t number(const json::Value& vector, std::string_view key) {
  return static_cast<std::size_t>(*vector.find(key)->integer());
}

TEST(Tree, HasTheRootsOfRfc6962) {
  const char* const entries[] = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const char* const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Range range;
  EXPECT_EQ(hex(range.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (int i = 0; i < 8; ++i) {
    range.append(leaf_hash(crypto::from_hex(entries[i]).value()));
    EXPECT_EQ(hex(range.root()), roots[i]) << i;
  }
  EXPECT_EQ(hex(leaf_hash("L123456")).substr(0, 8), "395aa064");
}

TEST(Tree, MakesAndAcceptsTheProofsOfAnIndependentImplementation) {
  const auto all = vectors();
  const auto entries = leaves(600);
  const Leaves nodes(entries);
  for (const auto& [size, root] : *all.find("roots")->object())
    EXPECT_EQ(hex(root_of(nodes, std::stoull(size)).value()), *root.string()) << size;
  for (const auto& one : *all.find("inclusion")->array()) {
    const auto size = number(one, "size"), index = number(one, "index");
    EXPECT_EQ(inclusion_proof(nodes, index, size).value(), proof_of(one));
    EXPECT_TRUE(verify_inclusion(entries[index], index, size, proof_of(one), naive(entries, 0, size)));
  }
  for (const auto& one : *all.find("consistency")->array()) {
    const auto old = number(one, "old"), size = number(one, "new");
    EXPECT_EQ(consistency_proof(nodes, old, size).value(), proof_of(one));
    EXPECT_TRUE(verify_consistency(old, naive(entries, 0, old), size, naive(entries, 0, size), proof_of(one)));
  }
  EXPECT_GE(all.find("inclusion")->array()->size(), 100U);
}

TEST(Tree, IsTheNaiveTreeAtEverySizeUpTo2000) {
  constexpr std::size_t kMost = 2000;
  const auto entries = leaves(kMost);
  const Leaves nodes(entries);
  std::mt19937_64 random(6962);
  Range range;
  for (std::size_t size = 1; size <= kMost; ++size) {
    range.append(entries[size - 1]);
    const auto root = naive(entries, 0, size);
    ASSERT_EQ(range.root(), root) << size;
    ASSERT_EQ(Range::at(size, nodes).value().root(), root) << size;
    const auto index = random() % size, old = random() % (size + 1);
    const auto path = inclusion_proof(nodes, index, size).value();
    ASSERT_EQ(path, naive_path(entries, index, 0, size)) << size << " " << index;
    ASSERT_TRUE(verify_inclusion(entries[index], index, size, path, root));
    const auto old_root = root_of(nodes, old).value();
    const auto proof = consistency_proof(nodes, old, size).value();
    ASSERT_TRUE(verify_consistency(old, old_root, size, root, proof)) << old << " " << size;
  }
}

/// One bit anywhere, one hash more or less, another place or size: no proof survives it.
TEST(Tree, RefusesProofsThatWereTamperedWith) {
  const auto entries = leaves(300);
  const Leaves nodes(entries);
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    const auto size = 2 + random() % 298, index = random() % size, old = 1 + random() % (size - 1);
    const auto root = root_of(nodes, size).value(), old_root = root_of(nodes, old).value();
    auto path = inclusion_proof(nodes, index, size).value();
    EXPECT_FALSE(verify_inclusion(entries[(index + 1) % size], index, size, path, root));
    EXPECT_FALSE(verify_inclusion(entries[index], size, size, path, root));
    EXPECT_FALSE(verify_inclusion(entries[index], index, size, path, old_root));
    auto longer = path;
    longer.push_back(root);
    EXPECT_FALSE(verify_inclusion(entries[index], index, size, longer, root));
    flip(path, random);
    EXPECT_FALSE(verify_inclusion(entries[index], index, size, path, root));
    path.pop_back();
    EXPECT_FALSE(verify_inclusion(entries[index], index, size, path, root));

    auto proof = consistency_proof(nodes, old, size).value();
    EXPECT_FALSE(verify_consistency(size, root, old, old_root, proof));
    EXPECT_FALSE(verify_consistency(old, root, size, root, proof));
    EXPECT_FALSE(verify_consistency(old, old_root, size, old_root, proof));
    EXPECT_FALSE(verify_consistency(old, old_root, size, root, {}));
    longer = proof;
    longer.push_back(root);
    EXPECT_FALSE(verify_consistency(old, old_root, size, root, longer));
    flip(proof, random);
    EXPECT_FALSE(verify_consistency(old, old_root, size, root, proof));
  }
  EXPECT_FALSE(verify_consistency(0, entries[0], 1, entries[0], {}));
  EXPECT_TRUE(verify_consistency(0, empty_root(), 1, entries[0], {}));
  EXPECT_FALSE(verify_consistency(7, entries[0], 7, entries[1], {}));
  EXPECT_FALSE(inclusion_proof(nodes, 5, 5).ok());
  EXPECT_FALSE(consistency_proof(nodes, 6, 5).ok());
}

TEST(Tiles, HaveTheNamesOfTheFormat) {
  EXPECT_EQ((Tile{0, 1234067}.path()), "tile/0/x001/x234/067");
  EXPECT_EQ((Tile{2, 0, 17}.path()), "tile/2/000.p/17");
  EXPECT_EQ(bundle(1000, 255).path(), "tile/entries/x001/000.p/255");
  for (const auto* path : {"tile/0/x001/x234/067", "tile/2/000.p/17", "tile/entries/x001/000.p/255", "tile/7/999"})
    EXPECT_EQ(tile_from(path).value().path(), path);
  for (const auto* path : {"tile/0/1", "tile/00/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
                           "tile/8/0/000", "tile/9/000", "tile/0/x000/001", "tile/0/001/001", "tile/entries",
                           "tile/data/000", "checkpoint", "tile/0/000/", "tile/0/../000", "tile/-1/000", "tile/0/x001",
                           "/tile/0/000", "tile/0/000.p/7/", "tile/0/x999/x999/x999/x999/x999/x999/x999/999"})
    EXPECT_FALSE(tile_from(path)) << path;
}

TEST(Tiles, AreAsWideAsTheTreeSays) {
  // The format's own example of 70,000 entries.
  EXPECT_EQ(width_of(0, 272, 70'000), 256U);
  EXPECT_EQ(width_of(0, 273, 70'000), 112U);
  EXPECT_EQ(width_of(0, 274, 70'000), 0U);
  EXPECT_EQ(width_of(1, 0, 70'000), 256U);
  EXPECT_EQ(width_of(1, 1, 70'000), 17U);
  EXPECT_EQ(width_of(2, 0, 70'000), 1U);
  EXPECT_EQ(width_of(3, 0, 70'000), 0U);
  EXPECT_EQ(width_of(0, 1, 256), 0U);
  EXPECT_EQ(width_of(1, 0, 256), 1U);
  EXPECT_EQ(width_of(Tile::kEntries, 0, 3), 3U);
}

TEST(Tiles, BundlesAreReadBackAndNothingElseIs) {
  std::string bytes;
  append_entry(bytes, "one");
  append_entry(bytes, "");
  append_entry(bytes, std::string(300, 'x'));
  const auto entries = entries_of(bytes).value();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0], "one");
  EXPECT_EQ(entries[2].size(), 300U);
  for (std::size_t cut = 1; cut < 300; cut += 7)
    EXPECT_FALSE(entries_of(std::string_view(bytes).substr(0, bytes.size() - cut)));
  EXPECT_FALSE(entries_of(bytes + "x"));
}

/// Files in memory.
class Kept : public Files {
 public:
  [[nodiscard]] Result<std::string> read(const std::string& path) const override {
    const auto found = files.find(path);
    if (found == files.end()) return Error{Fault::not_found, path};
    return found->second;
  }
  std::map<std::string, std::string> files;
};

TEST(Tiles, GiveTheNodesOfLargeRandomTrees) {
  std::mt19937_64 random(8);
  const auto entries = leaves(70'000);
  const Leaves nodes(entries);
  for (const std::size_t size :
       {std::size_t{70'000}, std::size_t{65'536}, std::size_t{65'537}, 1 + random() % 70'000}) {
    Kept kept;
    std::vector<Hash> row(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(size));
    for (int level = 0; !row.empty(); ++level) {
      std::vector<Hash> above;
      for (std::uint64_t i = 0; width_of(level, i, size) > 0; ++i) {
        std::string bytes;
        const auto width = width_of(level, i, size);
        for (std::uint64_t k = 0; k < width; ++k) append_hash(bytes, row[i * 256 + k]);
        if (width == 256) above.push_back(root_of_tile(*hashes_of(bytes)));
        kept.files[Tile{level, i, width}.path()] = std::move(bytes);
      }
      row = std::move(above);
    }
    const Tiles tiles(kept, size);
    const auto root = root_of(nodes, size).value();
    EXPECT_EQ(root_of(tiles, size).value(), root);
    for (int round = 0; round < 20; ++round) {
      const auto index = random() % size, old = random() % (size + 1);
      EXPECT_TRUE(verify_inclusion(entries[index], index, size, inclusion_proof(tiles, index, size).value(), root));
      EXPECT_EQ(consistency_proof(tiles, old, size).value(), consistency_proof(nodes, old, size).value());
    }
    kept.files.begin()->second += "x";  // "tile/0/000"
    EXPECT_FALSE(root_of(Tiles(kept, size), 1).ok());
  }
}

}  // namespace
}  // namespace countersign::tlog
