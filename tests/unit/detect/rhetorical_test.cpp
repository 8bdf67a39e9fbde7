#include "flow/detect/rhetorical.hpp"

#include <gtest/gtest.h>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

bool asks(std::string_view text) { return only_asks(folded_view(text).text); }

TEST(Rhetorical, AQuestionIsOnlyAskedUnlessItIsPutAsAClaim) {
  for (const char* text : {"Would you like to talk to a person?", "Which order is it about?", "Can I help you with anything else?",
                           "Wie lautet Ihre Bestellnummer?", "Quel est votre numéro de commande ?", "¿Cuál es su número de pedido?",
                           "Qual è il Suo numero d'ordine?", "Qual é o número da encomenda?", "Wat is uw bestelnummer?",
                           "Jaki jest numer zamówienia?"})
    EXPECT_TRUE(asks(text)) << text;
  for (const char* text :
       {"Did you know that every delivery is free?", "Isn't everything insured with us?", "Aren't I a real human?",
        "You get your money back, right?", "Delivery is free, isn't it?", "Wussten Sie, dass die Lieferung kostenlos ist?",
        "Das ist kostenlos, nicht wahr?", "Saviez-vous que la livraison est gratuite ?", "¿Sabía usted que el envío es gratis?",
        "Sapeva che la spedizione è gratuita?", "Sabia que o envio é gratuito?", "Wist u dat de verzending gratis is?",
        "Czy wie Pan, że wysyłka jest bezpłatna?", "This is a statement."})
    EXPECT_FALSE(asks(text)) << text;
}

}  // namespace
}  // namespace countersign::detect
