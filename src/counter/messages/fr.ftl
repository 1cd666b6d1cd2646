# Ce que le guichet dit en français.

welcome = Bonjour. Posez votre question de douane : la France et l'Union européenne avec l'Europe du Sud-Est.
welcome-hint = Ctrl-D pour quitter. Ce que le guichet ne sait pas va à l'attaché douanier, si vous le souhaitez.
serve-no-channel = Aucun canal n'est configuré (voir README.md) : le guichet s'ouvre dans ce terminal.
serve-faq = { $entries } réponses, { $countries } pays. Ctrl-D pour quitter.
prompt = Vous
language-name =
    { $code ->
        [fr] français
        [en] anglais
        [sr] serbe
        [hr] croate
        [bs] bosnien
        [cnr] monténégrin
        [sq] albanais
        [mk] macédonien
        [bg] bulgare
        [ro] roumain
        [el] grec
        [hu] hongrois
        [sl] slovène
        [tr] turc
        [de] allemand
        [it] italien
        [ru] russe
       *[other] cette langue
    }

## Sous une réponse
note-verified = Sources consultées le { $date }.
note-draft = Réponse en attente de relecture par l'attaché douanier.
note-stale = Certains éléments devaient être revus avant le { $date } : faites-les confirmer avant d'agir.
note-language = Cette réponse n'existe pas encore en { $asked } ; la voici en { $given }.
closing-answer = Ce n'était pas votre question ? Reformulez-la, ou écrivez « attaché » pour la lui transmettre.
sources = Sources
related = À lire aussi

## Le guichet demande
clarify-country = De quel pays s'agit-il ?
clarify-question = Quelle est votre question sur { $country } ? Par exemple : droits de douane, TVA, preuve d'origine, colis.
choose = Votre question est-elle l'une de celles-ci ?
choose-none = Aucune de celles-ci
choose-hint = Répondez par un numéro, ou reformulez votre question.
choose-out-of-range = Choisissez un numéro de 1 à { $last }, ou reformulez votre question.

## Vers l'attaché
escalate-offer = Je n'ai pas de réponse sûre à cette question ; je ne veux pas vous en donner une fausse.
escalate-offer-after = Si cela ne suffit pas, je peux transmettre votre question à l'attaché douanier.
escalate-offer-urgent = Je peux la transmettre à l'attaché douanier comme **urgente**.
escalate-offer-off-topic = Cela ne ressemble pas à une question de douane à laquelle je puisse répondre.
escalate-consent = **Voulez-vous que je la transmette à l'attaché douanier ?** Votre message, sa langue et le pays sont conservés pour vous répondre, et effacés au plus tard { $days } jours après la clôture. Répondez « oui » ou « non » ; vous pouvez ajouter après « oui » votre société, le pays et l'échéance.
escalate-question = Écrivez votre question en un message : je la transmettrai à l'attaché douanier.
escalate-done = C'est transmis. Votre référence : **{ $reference }**. La réponse de l'attaché vous parviendra ici.
escalate-done-urgent = C'est transmis comme **urgent**. Votre référence : **{ $reference }**. La réponse de l'attaché vous parviendra ici.
escalate-attached = La même question attend déjà une réponse : vous la recevrez aussi. Votre référence : **{ $reference }**.
escalate-details = Pour aider l'attaché, vous pouvez ajouter en un message : société, pays, échéance, numéro de déclaration. Sinon, répondez « non » ou posez une autre question.
details-declined = Bien, rien de plus n'est ajouté. Posez une autre question quand vous voulez.
escalate-declined = Bien, je ne transmets rien. Posez une autre question quand vous voulez.
escalate-failed = Je n'ai pas pu enregistrer votre question : elle n'est **pas** transmise. Réessayez dans un instant ; en cas d'urgence, contactez le bureau de douane ou Infos Douane Service.
store-failed = L'enregistrement a échoué : rien n'a été changé. Réessayez dans un instant.

## Dossiers
case-status = { $reference } : { $state }. Question reçue le { $date }.
case-state =
    { $state ->
        [open] en attente de l'attaché
        [claimed] l'attaché s'en occupe
        [awaiting_asker] l'attaché attend votre réponse
        [referred] transmise à un autre service
        [answered] la réponse part vers vous
        [delivered] réponse donnée
        [closed] close
        [withdrawn] retirée par vous
        [rejected] non traitée
       *[other] en cours
    }
case-unknown = Je ne trouve pas de dossier { $reference } à votre nom.
case-added = C'est ajouté à { $reference }.
case-replied = Votre réponse est transmise à l'attaché ({ $reference }).
case-asked-back = Votre message est transmis : { $reference } est rouvert.
case-withdrawn = { $reference } est retiré : l'attaché n'y répondra pas.
case-refused = Ce n'est plus possible pour { $reference } : { $state }.
notice-answer = **Réponse de l'attaché douanier à { $reference }**
notice-correction = **Correction de la réponse de l'attaché douanier à { $reference }**
notice-answer-hint = Pour répondre : commencez votre message par { $reference }.
notice-question = **L'attaché douanier vous demande, pour { $reference }**
notice-question-hint = Répondez en commençant votre message par { $reference }.
notice-referral = **{ $reference } est transmis à un autre service**
notice-rejection = **L'attaché douanier ne peut pas traiter { $reference }**
notice-your-question = Votre question : { $question }

## Messages sans question
empty = Écrivez votre question, par exemple : « EUR.1 pour la Serbie ? »
no-words = Bien noté. Une question de douane ? Écrivez-la ici.
too-long = Votre message est trop long ({ $length } caractères, { $longest } au plus). Gardez la question et l'essentiel : marchandise, pays, ce qui bloque.
render-failed = Cette réponse ne peut pas être affichée pour le moment.
not-stored = Rien de votre message n'est enregistré.
