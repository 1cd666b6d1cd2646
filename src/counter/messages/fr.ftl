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
note-other-question = Votre message pose aussi une autre question, je crois : « { $question } » Écrivez-la à part et j'y répondrai.
closing-answer = Ce n'était pas votre question ? Reformulez-la, ou écrivez « attaché » pour la lui transmettre.
sources = Sources
related = À lire aussi

## Le guichet demande
clarify-country = De quel pays s'agit-il ?
clarify-question = Quelle est votre question sur { $country } ? Par exemple : droits de douane, TVA, preuve d'origine, colis.
choose = Votre question est-elle l'une de celles-ci ?
choose-one = Est-ce bien votre question ? Si oui, répondez « oui ».
choose-none = Aucune de celles-ci
choose-hint = Répondez par un numéro, ou reformulez votre question.
choose-out-of-range = Choisissez un numéro de 1 à { $last }, ou reformulez votre question.

## Vers l'attaché
escalate-offer = Je n'ai pas de réponse sûre à cette question ; je ne veux pas vous en donner une fausse.
escalate-offer-after = Si cela ne suffit pas, je peux transmettre votre question à l'attaché douanier.
escalate-offer-urgent = Je peux la transmettre à l'attaché douanier comme **urgente**.
escalate-offer-off-topic = Cela ne ressemble pas à une question de douane à laquelle je puisse répondre.
escalate-consent = **Voulez-vous que je la transmette à l'attaché douanier ?** Votre message, sa langue et le pays sont conservés pour vous répondre, et effacés au plus tard { $days } jours après la clôture.
escalate-consent-hint = Répondez « oui » ou « non » ; vous pouvez ajouter après « oui » votre société, le pays et l'échéance.
escalate-question = Écrivez votre question en un message : je la transmettrai à l'attaché douanier.
escalate-done = C'est transmis. Votre référence : **{ $reference }**. La réponse de l'attaché vous parviendra ici.
escalate-done-urgent = C'est transmis comme **urgent**. Votre référence : **{ $reference }**. La réponse de l'attaché vous parviendra ici.
escalate-attached = La même question attend déjà une réponse : vous la recevrez aussi. Votre référence : **{ $reference }**.
escalate-details = Pour aider l'attaché, vous pouvez ajouter en un message : société, pays, échéance, numéro de déclaration. Sinon, répondez « non » ou posez une autre question.
details-declined = Bien, rien de plus n'est ajouté. Posez une autre question quand vous voulez.
escalate-declined = Bien, je ne transmets rien. Posez une autre question quand vous voulez.
escalate-too-many = Vous avez déjà { $count } demandes en attente de l'attaché : celle-ci n'est **pas** transmise. Attendez une réponse, ou retirez une demande dont vous n'avez plus besoin.
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

## Discord
serve-discord = Le guichet ouvre dans Discord : { $entries } réponses, { $countries } pays. Ctrl-C pour fermer.
serve-no-discord = Pour Discord, il faut un jeton : README.md, « Discord », dit comment l'obtenir.
discord-unknown = Je ne connais plus ce bouton. Posez votre question de nouveau avec /ask, s'il vous plaît.

### Boutons et menus (80 signes au plus)
button-answered = Cela répond
button-another = Autre question
button-attache = Demander à l'attaché
button-consent = Oui, transmettre
button-decline = Non merci
button-add = Ajouter un détail
button-withdraw = Retirer ma demande
button-withdraw-surely = Oui, retirer
button-ask-back = Demander une précision
button-reply = Répondre
button-rate = Noter la réponse
button-open = Ouvrir (vous seul le verrez)
button-newer = Plus récentes
button-older = Plus anciennes
button-back = Toutes mes demandes
button-export = Recevoir mes données
button-forget = Tout effacer
button-forget-surely = Oui, tout effacer
menu-entries = Choisissez votre question
menu-countries = Choisissez le pays
menu-cases = Ouvrir une demande

### Formulaires (45 signes au plus)
form-another = Votre question
form-attache = Transmettre à l'attaché douanier
form-add = Compléter { $reference }
form-question = Votre question
form-question-hint = Marchandise, pays, ce qui bloque
form-details = Précisions (facultatif)
form-company = Société
form-country = Pays
form-deadline = Échéance
form-detail = Ce que vous ajoutez
form-kept = Envoyer, c'est accepter que ce soit conservé, puis effacé { $days } j après la clôture.

### Ce qui est dit
discord-thanks = Merci. Posez une autre question quand vous voulez.
discord-slow-down = Vous posez beaucoup de questions à la fois : réessayez dans { $seconds } secondes, s'il vous plaît.
discord-closed = Le guichet n'est pas encore ouvert. Réessayez dans un instant, s'il vous plaît.
discord-nothing-waits = Rien ne vous attend ici.
discord-not-yours = Seule la personne qui a posé la question peut ouvrir la réponse. Posez la vôtre avec /ask.
discord-waits = quelque chose vous attend au guichet.
discord-mention = Vos messages privés sont fermés : ouvrez la réponse ici, vous seul la verrez.

requests-title = Vos demandes
requests-none = Vous n'avez aucune demande en cours. Posez une question avec /ask.
requests-failed = Vos demandes ne peuvent pas être lues pour le moment. Réessayez dans un instant.
requests-details = Vous avez ajouté : { $details }
requests-answer = Réponse de l'attaché douanier
requests-withdraw = Retirer { $reference } ? L'attaché n'y répondra pas.

rating-question = La réponse à { $reference } vous a-t-elle aidé ?
rating =
    { $rating ->
        [helpful] Oui
        [partly] En partie
       *[unhelpful] Non
    }
rating-thanks = Merci, c'est noté pour { $reference }.

privacy = **Ce qui est conservé**
    Une question n'est enregistrée que si vous demandez qu'elle soit transmise à l'attaché : ses mots, sa langue, le pays, ce que vous ajoutez, la réponse et votre identifiant Discord, pour vous répondre. Tout est effacé au plus tard { $days } jours après la clôture. Les autres questions sont oubliées au bout de quelques minutes ; les signalements ne sont jamais enregistrés.
    Demandes enregistrées à votre nom : **{ $count }**.
privacy-export = Voici tout ce qui est enregistré à votre nom.
privacy-forget = Tout effacer ? Vos demandes en attente sont retirées, et les réponses en route ne vous parviendront pas.
privacy-forgotten = C'est effacé. Demandes concernées : { $count }.

### Commandes (nom : 32 signes, minuscules, sans espace ; description : 100)
command-ask = demander
command-ask-description = Poser une question de douane
command-message = Demander au guichet
command-requests = mes-demandes
command-requests-description = Vos demandes à l'attaché douanier : où elles en sont, compléter, retirer
command-privacy = confidentialite
command-privacy-description = Ce qui est conservé sur vous : le recevoir, l'effacer
option-question = question
option-question-description = Votre question, dans vos mots
option-country = pays
option-country-description = Le pays dont il s'agit
option-public = public
option-public-description = Montrer la réponse à tout le monde dans ce salon
## Le site (guichet export --format html)
site-title = Questions de douane : la France et l'Europe du Sud-Est
site-lead = Des réponses avec leurs sources et leurs dates. Une réponse générale ne remplace ni les textes ni l'avis du bureau de douane compétent.
site-footer = Pages tirées de la FAQ du guichet. Textes : Licence Ouverte 2.0 (Etalab). En cas de doute, demandez au bureau de douane compétent avant d'agir.
site-skip = Aller au contenu
site-languages = Langues
site-search = Chercher
site-search-hint = Un mot, un formulaire, un pays ; les accents ne comptent pas
site-search-found = Réponses trouvées :
site-search-none = Rien trouvé. Essayez un autre mot.
site-topics = Sujets
site-countries = Pays
site-contents = Sur cette page
site-by-country = Ce qui change selon le pays
site-country-needed = La réponse dépend du pays :
site-country-sources = Sources pour ce pays
site-facts = Tous les faits sur :
site-checked = lu le { $date }
site-unread = cité sans avoir été lu
site-review = À revoir avant le { $date }.
site-yes = oui
site-no = non
site-fact =
    { $key ->
        [agreement] Accord avec l'Union européenne
        [origin] Preuve d'origine
        [transit] Transit commun
        [tir] Carnets TIR
        [ata] Carnets ATA
        [vat] TVA
        [parcels] Colis
        [gifts] Cadeaux
        [travellers] Voyageurs
        [cash] Argent liquide
        [cars] Voitures
        [licences] Licences et contrôles
        [registration] Immatriculation des opérateurs
        [documents] Déclaration et documents
        [borders] Passages frontaliers
        [special] Cas particuliers
        [authority] Administration des douanes
       *[other] Autres faits
    }
site-field =
    { $key ->
        [eu_member] Membre de l'Union européenne
        [currency] Monnaie
        [name] Nom
        [since] En vigueur depuis le
        [eur1] Certificat EUR.1
        [origin_declaration] Déclaration d'origine sur facture
        [declaration_limit] Valeur jusqu'à laquelle tout exportateur peut l'établir
        [atr] Certificat A.TR
        [cefta] Partie à l'ALECE (CEFTA)
        [pem] Partie à la convention paneuroméditerranéenne
        [common_transit] Transit commun ou transit de l'Union
        [accepted] Acceptés
        [body] Organisme émetteur
        [months] Séjour le plus long, en mois
        [vat_name] Nom local
        [standard] Taux normal
        [reduced] Taux réduits
        [local_name] Nom dans le pays
        [url] Site
       *[other] Autre
    }
