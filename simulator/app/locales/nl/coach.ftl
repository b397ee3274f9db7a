# One hint at a time, by where the caller stands.

coach-waiting = Luister eerst naar wat de beller zegt.
coach-caller-stands = { $name } is nu { $stance }.
coach-neutral = Vraag open door: wat is er precies aan de hand?
coach-helping = Samenwerken lukt. Vat samen wat je hoort en vraag of het klopt.
coach-leading = Je krijgt leiding aangeboden. Ga er een stukje in mee en stel daarna zelf de volgende vraag.
coach-competing = Ga de strijd niet aan. Erken wat klopt, en zeg rustig wat jij nu gaat doen.
coach-attacking = Verdedig je niet. Benoem wat dit met de beller doet en bied aan om het samen uit te zoeken.
coach-rebellious = Neem het verzet serieus: vraag wat er eerder misging, en beloof alleen wat je kunt waarmaken.
coach-withdrawn = Geef ruimte. Eén open vraag, en dan even stil zijn.
coach-following = De beller wacht op jou. Zeg wat de eerste stap is en controleer of het te volgen is.
coach-cooperating = Het gaat goed. Vat samen, spreek af wat er gebeurt en rond af.
