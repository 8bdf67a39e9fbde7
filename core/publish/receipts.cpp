#include "publish/receipts.hpp"

#include "publish/log_key.hpp"
#include "tlog/tiles.hpp"

namespace countersign::publish {
namespace {

/// The note to rest on, and what it says.
Result<std::pair<std::string, tlog::Checkpoint>> ground_for(std::uint64_t index, const tlog::Files& log,
                                                            const tlog::VerifierKey& key) {
  for (const auto* file : {kWitnessedFile, kCheckpointFile}) {
    auto note = log.read(file);
    if (!note) continue;
    const auto checkpoint = tlog::open_checkpoint(*note, key);
    if (!checkpoint) return Error{Fault::internal, std::string(file) + " of the log: " + checkpoint.error().message};
    if (checkpoint->size > index) return std::pair(std::move(*note), *checkpoint);
  }
  return Error{Fault::unavailable, "this entry is recorded but not published yet; try again in a few seconds"};
}

}  // namespace

Result<Recorded> find_entry(store::Session& session, const std::string& id) {
  Recorded found;
  const auto take = [&](const store::Row& row) {
    found = {static_cast<std::uint64_t>(row.integer(0)) - 1, row.text(1), row.blob(2)};
  };
  if (session.first("SELECT seq, id, body FROM entry WHERE id=$1", {id}, take)) return found;
  if (session.first("SELECT seq, id, body FROM entry WHERE message=$1 AND kind='cleared' ORDER BY seq DESC LIMIT 1",
                    {id}, take))
    return found;
  return Error{Fault::not_found, "the record has no entry " + id + ", and no message of this name was cleared"};
}

Result<tlog::Receipt> receipt_of(const Recorded& entry, const tlog::Files& log, const tlog::VerifierKey& key) {
  auto ground = ground_for(entry.index, log, key);
  if (!ground) return ground.error();
  const tlog::Tiles tiles(log, ground->second.size);
  auto proof = tlog::inclusion_proof(tiles, entry.index, ground->second.size);
  if (!proof) return proof.error();
  tlog::Receipt receipt{entry.bytes, entry.index, std::move(*proof), std::move(ground->first)};
  if (!tlog::verify(receipt, key))
    return Error{Fault::conflict,  // not `internal`: who asks must read that one of the two was altered
                 "entry " + entry.id + " is not the one in the published log; run countersign audit verify"};
  return receipt;
}

}  // namespace countersign::publish
