// A detector: contract numbers such as K-123456, as `contract_number`, wherever they stand.
#include <countersign/plugin.hpp>

using namespace countersign::sdk;

class Example final : public Looker {
 public:
  Example(Host, const In& settings) : prefix_(settings.get("prefix", "K-")) {
    settings.only({"prefix"});
    if (prefix_.empty()) throw Problem(CS_INVALID, "setting `prefix` is empty: write how a contract number begins");
  }

  void opened(Out& out) const override { out.put("kind.0", "contract_number"); }

  void look(const In& in, Out& out) const override {
    const std::string_view text = in.get("text");
    Findings found(out);
    for (std::size_t at = text.find(prefix_); at != std::string_view::npos; at = text.find(prefix_, at + 1)) {
      std::size_t end = at + prefix_.size();
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      if (end == at + prefix_.size() + 6) found.add("contract_number", at, end);
    }
  }

 private:
  std::string prefix_;
};

COUNTERSIGN_DETECTOR("detect.example", "1.0.0", Example)
